using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Archive;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Projects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Evaluation;

/// <summary>绩效评价与归档 of a project.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class DetailsModel(DefinitionStore definitions, Evaluating evaluating, JobQueue queue) : KeguanPage
{
    public sealed class PointInput
    {
        public string Key { get; set; } = "";
        public decimal? Points { get; set; }
    }

    public MatterHead Head { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public ProjectEvaluation? Evaluation { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public List<PointInput> Points { get; set; } = [];
    [BindProperty] public string? Comment { get; set; }

    public Text? EvaluateRefused => ProjectLifecycle.Table.Refused(Project, "evaluate", Actor, Now);
    public Text? ArchiveRefused => ProjectLifecycle.Table.Refused(Project, "archive", Actor, Now);
    string Here => $"/programmes/evaluation/details/{Id}";

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Project = await Db.Projects().VisibleTo(Actor).FirstAsync(one => one.Id == Id, Cancel);
        Programme = definitions.Get<ProgrammeDefinition>(Project.Definition, Project.DefinitionVersion).Value;
        Evaluation = await Db.Evaluations().AsNoTracking().Include(one => one.Points).FirstOrDefaultAsync(one => one.ProjectId == Id, Cancel);
        if (Points.Count == 0) Points = [.. Programme.Evaluation.Criteria.Select(criterion => new PointInput { Key = criterion.Key })];
        return true;
    }

    [Acts(Permissions.EvaluationManage)]
    public async Task<IActionResult> OnPostEvaluateAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(EvaluateRefused);
        var points = new Dictionary<string, decimal>();
        foreach (var criterion in Programme.Evaluation.Criteria)
        {
            var i = Points.FindIndex(point => point.Key == criterion.Key);
            if (i < 0 || Points[i].Points is not { } value || value < 0 || value > 100) Wrong($"Points[{Math.Max(0, i)}].Points", T($"{criterion.Label.Zh}：请填写 0 至 100 分", $"{criterion.Label.En}: 0 to 100 points"));
            else points[criterion.Key] = value;
        }
        var comment = (Comment ?? "").Trim();
        if (comment.Length > ProjectEvaluation.CommentMax) Wrong(nameof(Comment), T($"不超过 {ProjectEvaluation.CommentMax} 字", $"At most {ProjectEvaluation.CommentMax} characters"));
        if (!ModelState.IsValid) return await Invalid();
        var made = await evaluating.EvaluateAsync(Project, Programme, points, comment, Actor.Name, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"绩效评价：{made.GradeZh}", $"Evaluated: {made.GradeEn}"), Here);
    }

    [Acts(Permissions.EvaluationManage)]
    public async Task<IActionResult> OnPostArchiveAsync()
    {
        if (!await LoadAsync()) return NotFound();
        await evaluating.ArchiveAsync(Project, Cancel);
        var job = ArchiveJob.Add(queue, Project);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已归档，正在生成项目全卷", "Archived; the file is being made"), $"/jobs/{job.Id}");
    }
}
