using Keguan.Foundation;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>How far a target is, as told by a mid-term report or a request for acceptance; it becomes the target's own value when that is submitted.</summary>
public sealed class TargetReport
{
    public const int ExplanationMax = 500;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The mid-term report or the request for acceptance.</summary>
    public required Guid OwnerId { get; init; }
    public required Guid TargetId { get; init; }

    /// <summary>× <see cref="ProjectTarget.Scale"/>.</summary>
    public long? Current { get; set; }
    public string Explanation { get; set; } = "";
    public int Version { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<TargetReport>
    {
        public void Configure(EntityTypeBuilder<TargetReport> builder)
        {
            builder.ToTable("target_reports");
            builder.HasIndex(row => new { row.OwnerId, row.TargetId }).IsUnique();
        }
    }
}

/// <summary>What is typed for one target.</summary>
public sealed class TargetInput
{
    public Guid Id { get; set; }
    public decimal? Current { get; set; }
    public string? Text { get; set; }
}

/// <summary>The targets of a report: shown, typed, kept, judged. Both the mid-term report and the request for acceptance have them.</summary>
public sealed class TargetReports
{
    const decimal Most = 1_000_000_000_000m;

    public required IReadOnlyList<ProjectTarget> Targets { get; init; }
    public required List<TargetReport> Rows { get; init; }
    public required IReadOnlyList<StoredFile> Files { get; set; }
    public List<TargetInput> Typed { get; set; } = [];
    public bool Editing { get; init; }

    public static FileSlot SlotOf(ProjectTarget target) =>
        new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"target-{target.Order}"), T($"指标证明：{target.Name}", $"Evidence: {target.Name}")) { MaxFiles = 5 };

    public IEnumerable<FileSlot> Slots => Targets.Select(SlotOf);

    public IReadOnlyList<StoredFile> FilesOf(ProjectTarget target) => [.. Files.Where(file => file.Slot == SlotOf(target).Key)];

    public TargetReport? RowOf(ProjectTarget target) => Rows.FirstOrDefault(row => row.TargetId == target.Id);

    public static async Task<TargetReports> LoadAsync(KeguanDb db, Project project, Guid? owner, IReadOnlyList<StoredFile> files, bool editing, CancellationToken cancel)
    {
        var rows = owner is { } id ? await db.Set<TargetReport>().Where(row => row.OwnerId == id).ToListAsync(cancel) : [];
        var targets = project.Targets.OrderBy(target => target.Order).ToList();
        return new TargetReports
        {
            Targets = targets, Rows = rows, Files = files, Editing = editing,
            Typed = [.. targets.Select(target =>
            {
                var row = rows.FirstOrDefault(one => one.TargetId == target.Id);
                return new TargetInput { Id = target.Id, Current = (row is null ? target.Current : row.Current) / (decimal)ProjectTarget.Scale, Text = row?.Explanation ?? target.Evidence };
            })],
        };
    }

    /// <summary>Keeps what was typed with the report; the targets themselves stay as they are.</summary>
    public void Keep(KeguanDb db, Guid owner, IReadOnlyList<TargetInput> typed, Action<string, Text> wrong)
    {
        for (var i = 0; i < typed.Count; i++)
        {
            if (Targets.FirstOrDefault(target => target.Id == typed[i].Id) is not { } target) continue;
            var row = RowOf(target);
            if (row is null)
            {
                row = new TargetReport { OwnerId = owner, TargetId = target.Id };
                db.Add(row);
                Rows.Add(row);
            }
            if (typed[i].Current is { } current && Math.Abs(current) > Most) wrong($"Targets[{i}].Current", T($"{target.Name}：数值过大", $"{target.Name}: too large"));
            else row.Current = typed[i].Current is { } value ? (long)Math.Round(value * ProjectTarget.Scale) : null;
            var text = (typed[i].Text ?? "").Trim();
            row.Explanation = text.Length > TargetReport.ExplanationMax ? text[..TargetReport.ExplanationMax] : text;
        }
    }

    /// <summary>A value and evidence (words or a file) for each target; what is not met must be explained where <paramref name="final"/>.</summary>
    public void Judge(IReadOnlyList<TargetInput> typed, bool final, Action<string, Text> wrong)
    {
        foreach (var target in Targets)
        {
            var i = typed.ToList().FindIndex(one => one.Id == target.Id);
            var row = RowOf(target);
            if (row?.Current is not { } current)
            {
                wrong($"Targets[{Math.Max(0, i)}].Current", T($"{target.Name}：请填写当前值", $"{target.Name}: fill in the present value"));
                continue;
            }
            if (row.Explanation.Length == 0 && final && !Met(target, current))
                wrong($"Targets[{i}].Text", T($"{target.Name}未完成，请说明原因", $"{target.Name} is not met: explain why"));
            else if (row.Explanation.Length == 0 && FilesOf(target).Count == 0)
                wrong($"Targets[{i}].Text", T($"{target.Name}：请写明证明或上传证明材料", $"{target.Name}: describe or upload the evidence"));
        }
    }

    /// <summary>On submission the targets take over what was reported.</summary>
    public void Publish()
    {
        foreach (var target in Targets)
        {
            if (RowOf(target) is not { Current: { } current } row) continue;
            target.Current = current;
            target.Evidence = row.Explanation;
        }
    }

    public static bool Met(ProjectTarget target, long current) => target.Direction switch { "at-most" => current <= target.Goal, "equal" => current == target.Goal, _ => current >= target.Goal };

    public static string Shown(long? scaled) => scaled is { } value ? (value / (decimal)ProjectTarget.Scale).ToString("#,0.####", System.Globalization.CultureInfo.InvariantCulture) : "—";

    public static string Goal(ProjectTarget target) => target.Direction switch { "at-most" => "≤ ", "equal" => "= ", _ => "≥ " } + Shown(target.Goal);
}
