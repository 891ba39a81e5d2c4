using Keguan.Foundation.Calendar;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Reviews;
using Keguan.Review.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Demo.Loading;

/// <summary>评审: each panel's experts are asked, declare that they have no conflict, read one application after the other and hand in their sheets.</summary>
sealed class ReviewScenes(Stage stage, DemoCity city, Register register, ApplicationScenes applications, ProgrammeDefinition programme)
{
    readonly IReadOnlyList<ReviewCriterion> _criteria = [.. programme.Review.Criteria.Select(criterion => new ReviewCriterion(criterion.Key, criterion.Label, criterion.Hint, criterion.Weight))];

    readonly string _openSlots = string.Join(',', programme.Application.Sections.SelectMany(section => section.Fields).Where(one => one is { Type: FieldType.Attachment, Identifying: false }).Select(one => one.Key));

    public void Plan()
    {
        var byNumber = city.AllApplications.ToDictionary(one => one.Number);
        foreach (var panel in city.Panels)
        {
            foreach (var number in panel.Applications) Plan(panel, byNumber[number]);
        }
    }

    void Plan(CityPanel panel, CityApplication known)
    {
        var application = applications.DossierOf(known.Number).Application;
        var organiser = register.Cast.Official("officer-1");
        var tasks = known.Reviews.Select(review => (Review: review, Task: TaskOf(panel, application, review))).ToList();
        foreach (var (_, task) in tasks) stage.Keep(task);
        stage.Plan(panel.DrawnAt, organiser, () =>
        {
            foreach (var (_, task) in tasks)
            {
                stage.Journal.Act(ReviewTaskLifecycle.Table, task, "assign", new Act { Summary = $"邀请{task.ExpertName}评审", Payload = new { panel = panel.Name } });
                stage.Tell("expert:" + task.ExpertId, T($"请您评审“{task.Title}”，{Deadline.Shown(task.DueAt)} 前提交。请先声明有无利害关系", $"You are asked to review “{task.Title}” by {Deadline.Shown(task.DueAt)}. Please declare first whether you have a conflict"), $"/programmes/reviews/declare/{task.Id}");
            }
            stage.Journal.Note(Reviewing.Subject, application, "assign-experts", new Act
            {
                Summary = "分配评审专家", Payload = new { panel = panel.Name, wanted = tasks.Count, due = panel.DueOn, chosen = tasks.Select(one => new { Id = one.Task.ExpertId }) },
            });
            application.DueOn = panel.DueOn;
        });
        foreach (var (review, task) in tasks) Read(panel, review, task);
    }

    ReviewTask TaskOf(CityPanel panel, Application application, CityReview review)
    {
        var expert = register.ExpertOf(review.Expert);
        return new ReviewTask
        {
            SubjectType = Reviewing.Subject, SubjectId = application.Id, Number = application.Number, ExpertId = expert.Id, Expert = expert, ExpertName = expert.Name, Title = application.Title,
            Definition = application.Definition, DefinitionVersion = application.DefinitionVersion, Batch = application.Batch, Category = application.Category, Criteria = _criteria,
            Blind = application.Call.Plan.Blind, OpenSlots = _openSlots, AssignedAt = panel.DrawnAt, DueAt = ChinaTime.EndOf(panel.DueOn),
        };
    }

    void Read(CityPanel panel, CityReview review, ReviewTask task)
    {
        var expert = register.Cast.Expert(review.Expert);
        var declared = panel.DrawnAt.AddHours(2 + (review.Expert % 7)).AddMinutes(task.Number[^1]);
        if (review.SubmittedAt is not { } submitted)
        {
            // Who has not read it yet has mostly declared; a few have not even looked.
            if ((review.Expert + task.Number[^1]) % 4 != 0 && declared < ChinaTime.StartOf(city.Anchor)) stage.Plan(declared, expert, Accept);
            return;
        }
        stage.Plan(declared < submitted ? declared : submitted.AddMinutes(-40), expert, Accept);
        stage.Plan(submitted, expert, () =>
        {
            task.Scores = _criteria.Zip(review.Scores, (criterion, points) => (criterion.Key, Points: points * 100)).ToDictionary(one => one.Key, one => one.Points);
            task.Total100 = Scoring.Total(_criteria, task.Scores);
            task.Comment = review.Comment;
            task.Recommendation = task.Total100 >= 8200 ? "support" : task.Total100 >= 7000 ? "revise" : "oppose";
            stage.Journal.Act(ReviewTaskLifecycle.Table, task, "submit", new Act { Summary = $"{task.ExpertName}提交评分表", Payload = new { task.Scores, task.Total100, task.Comment, task.Recommendation } });
            task.SubmittedAt = stage.Now;
        });

        void Accept()
        {
            stage.Journal.Act(ReviewTaskLifecycle.Table, task, "accept", new Act { Summary = $"{task.ExpertName}声明无利害关系并接受评审" });
            task.DeclaredAt = stage.Now;
        }
    }
}
