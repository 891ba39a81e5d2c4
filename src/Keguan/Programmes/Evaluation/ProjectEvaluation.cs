using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Acceptance;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Evaluation;

/// <summary>绩效评价 of a project: points by the definition's criteria, and the grade that follows from them.</summary>
public sealed class ProjectEvaluation
{
    public const int CommentMax = 1000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }

    /// <summary>Weighted points × 100.</summary>
    public required int Points100 { get; init; }
    public required string GradeZh { get; init; }
    public required string GradeEn { get; init; }
    public string Comment { get; init; } = "";
    public required DateOnly EvaluatedOn { get; init; }
    public required string EvaluatedByName { get; init; }
    public List<EvaluationPoint> Points { get; init; } = [];

    public Text Grade => new(GradeZh, GradeEn);

    sealed class Mapping : IEntityTypeConfiguration<ProjectEvaluation>
    {
        public void Configure(EntityTypeBuilder<ProjectEvaluation> builder)
        {
            builder.ToTable("project_evaluations");
            builder.HasIndex(one => one.ProjectId).IsUnique();
            builder.HasIndex(one => one.GradeZh);
            builder.HasMany(one => one.Points).WithOne().HasForeignKey(point => point.EvaluationId);
            builder.Ignore(one => one.Grade);
        }
    }
}

/// <summary>Points for one criterion.</summary>
public sealed class EvaluationPoint
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid EvaluationId { get; init; }
    public required string Criterion { get; init; }
    public required int Points100 { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<EvaluationPoint>
    {
        public void Configure(EntityTypeBuilder<EvaluationPoint> builder)
        {
            builder.ToTable("evaluation_points");
            builder.HasIndex(point => new { point.EvaluationId, point.Criterion }).IsUnique();
        }
    }
}

/// <summary>Evaluating and archiving. The caller saves.</summary>
public sealed class Evaluating(KeguanDb db, Journal journal, Notices notices)
{
    public async Task<ProjectEvaluation> EvaluateAsync(Project project, ProgrammeDefinition programme, IReadOnlyDictionary<string, decimal> points, string comment, string by, CancellationToken cancel = default)
    {
        var criteria = programme.Evaluation.Criteria;
        var total = Accepting.Weighted(criteria, points);
        var grade = GradeOf(programme, total);
        var shown = (total / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        journal.Act(ProjectLifecycle.Table, project, "evaluate", new Act { Summary = $"绩效评价 {shown} 分，{grade.Label.Zh}", Payload = new { points, total = total / 100m, grade = grade.Label.Zh, grade.Basis } });
        var evaluation = new ProjectEvaluation
        {
            ProjectId = project.Id, Points100 = total, GradeZh = grade.Label.Zh, GradeEn = grade.Label.En, Comment = comment, EvaluatedOn = ChinaTime.DayOf(journal.Now), EvaluatedByName = by,
            Points = [.. criteria.Select(criterion => new EvaluationPoint { Criterion = criterion.Key, Points100 = (int)Math.Round(points[criterion.Key] * 100, MidpointRounding.AwayFromZero) })],
        };
        db.Add(evaluation);
        project.StateSince = journal.Now;
        project.DueOn = null;
        await notices.TellOrganisationAsync(project.OrganisationId, T($"“{project.Title}”绩效评价：{grade.Label.Zh}（{shown} 分）", $"“{project.Title}” was evaluated: {grade.Label.En} ({shown})"), $"/programmes/evaluation/details/{project.Id}", cancel);
        return evaluation;
    }

    /// <summary>The highest grade whose least points are reached, exactly reached included.</summary>
    public static Grade GradeOf(ProgrammeDefinition programme, int points100) =>
        programme.Evaluation.Grades.OrderByDescending(grade => grade.From).FirstOrDefault(grade => points100 >= grade.From * 100) ?? programme.Evaluation.Grades.OrderBy(grade => grade.From).First();

    public async Task ArchiveAsync(Project project, CancellationToken cancel = default)
    {
        journal.Act(ProjectLifecycle.Table, project, "archive", new Act { Summary = "项目归档" });
        project.StateSince = journal.Now;
        project.DueOn = null;
        await notices.TellOrganisationAsync(project.OrganisationId, T($"“{project.Title}”已归档", $"“{project.Title}” was archived"), $"/programmes/archive/download/{project.Id}", cancel);
    }
}

/// <summary>绩效评价表 as a paper.</summary>
public static class EvaluationPaper
{
    public static WordDocument Of(Project project, ProjectEvaluation evaluation, ProgrammeDefinition programme) => new WordDocument("项目绩效评价表", project.Number).Title()
        .Facts([new("项目名称", project.Title, true), new("承担单位", project.OrganisationName), new("项目负责人", project.LeaderName), new("评价日期", ChinaTime.Day(evaluation.EvaluatedOn)), new("等级", evaluation.GradeZh)])
        .Table([new("评价指标", 3), new("权重（%）", Number: true), new("得分", Number: true)],
            programme.Evaluation.Criteria.Select(criterion => (IReadOnlyList<string?>)[criterion.Label.Zh, Shown(criterion.Weight), Shown((evaluation.Points.FirstOrDefault(point => point.Criterion == criterion.Key)?.Points100 ?? 0) / 100m)]),
            ["合计", "", Shown(evaluation.Points100 / 100m)])
        .Heading(1, "评价意见").Paragraph(evaluation.Comment.Length > 0 ? evaluation.Comment : "无").Signatures(new WordSignature("主管部门", "负责人", Date: evaluation.EvaluatedOn));

    static string Shown(decimal value) => value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}

public static class EvaluationQueries
{
    public static DbSet<ProjectEvaluation> Evaluations(this KeguanDb db) => db.Set<ProjectEvaluation>();
}
