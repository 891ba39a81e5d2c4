using System.Collections.Concurrent;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Exports;

/// <summary>Where a published call stands in its window.</summary>
public enum CallWindow { Upcoming, Open, Closed }

/// <summary>A call on the portal's list.</summary>
public sealed record PublicCall(Guid Id, string Code, string Title, string Summary, Text Programme, Text Modes, string Section, string DocumentNumber, DateTime PublishedAt, DateTime OpensAt, DateTime ClosesAt, CallWindow Window);

/// <summary>What a call opens of one category.</summary>
public sealed record PublicCategory(Text Label, long CapFen, Text Modes, long BudgetFen, int Planned);

/// <summary>A file that has to be handed in.</summary>
public sealed record PublicAttachment(Text Label, Text Rule);

/// <summary>The window was changed after publication.</summary>
public sealed record PublicExtension(DateTime At, string What, string Reason);

/// <summary>A call's page: all that an applicant has to know before he begins.</summary>
public sealed record PublicCallPage(PublicCall Call, string Guide)
{
    public required IReadOnlyList<PublicCategory> Categories { get; init; }
    public required long BudgetFen { get; init; }
    public required int Planned { get; init; }

    /// <summary>Empty: any.</summary>
    public required Text Kinds { get; init; }
    public required IReadOnlyList<string> Eligibility { get; init; }
    public required int LimitPerLeader { get; init; }
    public required int LimitPerOrganisation { get; init; }

    /// <summary>“1.2 : 1”, empty where none is asked.</summary>
    public required string OwnRatio { get; init; }
    public required IReadOnlyList<PublicAttachment> Attachments { get; init; }
    public required IReadOnlyList<string> Recommenders { get; init; }
    public required IReadOnlyList<FileShown> Papers { get; init; }
    public required IReadOnlyList<PublicExtension> Extensions { get; init; }
    public required string ShortNoticeReason { get; init; }
}

/// <summary>申报通知 for the public: what <see cref="CallQueries.VisibleTo"/> gives to nobody in particular, without anything about persons.</summary>
public sealed class PublicCalls(KeguanDb db, DefinitionStore definitions, FileStore files, CodeTables codes, TimeProvider time)
{
    static readonly ConcurrentDictionary<(string Definition, string Version), byte[]> BlankForms = new();

    /// <summary>Open ones by closing, then those to come by opening, then what closed last.</summary>
    public async Task<IReadOnlyList<PublicCall>> ListAsync(DateTime now, string words = "", int most = 100, CancellationToken cancel = default)
    {
        var found = db.Calls().VisibleTo(Actor.Public);
        if (words.Length > 0) found = found.Where(call => call.Title.Contains(words) || call.Summary.Contains(words) || call.DocumentNumber.Contains(words) || call.Code.Contains(words));
        var calls = await found.Include(call => call.Categories).AsNoTracking()
            .OrderBy(call => call.State == CallLifecycle.Published && call.OpensAt <= now && call.ClosesAt >= now ? 0 : call.State == CallLifecycle.Published && call.OpensAt > now ? 1 : 2)
            .ThenByDescending(call => call.ClosesAt).Take(most).ToListAsync(cancel);
        var shown = calls.Select(call => Of(call, now)).ToList();
        return
        [
            .. shown.Where(call => call.Window == CallWindow.Open).OrderBy(call => call.ClosesAt),
            .. shown.Where(call => call.Window == CallWindow.Upcoming).OrderBy(call => call.OpensAt),
            .. shown.Where(call => call.Window == CallWindow.Closed),
        ];
    }

    public async Task<PublicCallPage?> FindAsync(Guid id, DateTime now, CancellationToken cancel = default)
    {
        if (await db.Calls().VisibleTo(Actor.Public).Include(one => one.Categories).Include(one => one.Recommenders).AsSplitQuery().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancel) is not { } call) return null;
        var programme = Programme(call);
        var plan = call.Plan;
        var extensions = await db.Set<Entry>().Where(entry => entry.SubjectType == CallLifecycle.Table.Subject && entry.SubjectId == id && entry.Action == "extend").OrderBy(entry => entry.At)
            .Select(entry => new PublicExtension(entry.At, entry.Text!.Summary, entry.Text.Reason)).ToListAsync(cancel);
        return new PublicCallPage(Of(call, now), call.Guide)
        {
            Categories = [.. CallFacts.InOrder(call, programme).Select(one => new PublicCategory(programme.CategoryLabel(one.Category), one.CapFen, CallFacts.Modes(one, programme), one.BudgetFen, one.Planned))],
            BudgetFen = call.BudgetFen,
            Planned = call.Planned,
            Kinds = CallFacts.Joined(plan.OrganisationKinds.Select(OrganisationKinds.Of)),
            Eligibility = plan.Eligibility.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            LimitPerLeader = plan.LimitPerLeader,
            LimitPerOrganisation = plan.LimitPerOrganisation,
            OwnRatio = call.OwnRatioPercent == 0 ? "" : CallFacts.Ratio(call),
            Attachments =
            [
                .. programme.Application.Sections.SelectMany(section => section.Fields).Where(field => field.Type == FieldType.Attachment && (field.Required || plan.Attachments.Contains(field.Key)))
                    .Select(field => new PublicAttachment(field.Label, FileSlot.Of(field).Hint)),
            ],
            Recommenders = [.. call.Recommenders.OrderBy(one => one.Area.Length == 0).ThenBy(one => one.Area).Select(one => one.Name)],
            Papers = [.. (await files.List(CallDrafting.OwnerOf(call), CallDrafting.Papers.Key, cancel)).Select(file => file.Show())],
            Extensions = extensions,
            ShortNoticeReason = call.ShortNoticeReason,
        };
    }

    /// <summary>申报书 without content, as Word, to be looked through before one signs in. The same for every call of a definition's version, so it is made once.</summary>
    public async Task<(string Name, byte[] Content)?> BlankFormAsync(Guid id, CancellationToken cancel = default)
    {
        if (await db.Calls().VisibleTo(Actor.Public).AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancel) is not { } call) return null;
        var programme = Programme(call);
        var content = BlankForms.GetOrAdd((call.Definition, call.DefinitionVersion), _ => Blank(programme));
        return ($"{programme.Application.Label.Zh}（空白样表）.docx", content);
    }

    byte[] Blank(ProgrammeDefinition programme)
    {
        var typed = new FormValues();
        var context = new FormContext
        {
            Today = ChinaTime.Today(time),
            Codes = codes,
            Options = new Dictionary<string, IReadOnlyList<Choice>>
            {
                ["categories"] = [.. programme.Categories.Select(one => new Choice(one.Key, one.Label))],
                ["funding-modes"] = [.. programme.FundingModes.Select(one => new Choice(one.Key, one.Label))],
            },
        };
        var reading = FormReader.Read(programme.Application, typed, context);
        var document = new WordDocument(programme.Application.Label.Zh + "（空白样表）").Title().Note("样表供阅读和准备材料，申报须在网上填写并提交。");
        foreach (var section in programme.Application.Sections)
            FormPrinter.Print(document, new FormView { Section = section, Typed = typed, Reading = reading, Context = context });
        return document.ToArray();
    }

    PublicCall Of(Call call, DateTime now)
    {
        var programme = Programme(call);
        var window = call.State == CallLifecycle.Published && now < call.OpensAt ? CallWindow.Upcoming : call.IsOpen(now) ? CallWindow.Open : CallWindow.Closed;
        return new PublicCall(call.Id, call.Code, call.Title, call.Summary.Replace(" 万元", "\u00a0万元", StringComparison.Ordinal), programme.Label, CallFacts.Modes(call, programme), call.Section, call.DocumentNumber, call.PublishedAt ?? call.OpensAt, call.OpensAt, call.ClosesAt, window);
    }

    ProgrammeDefinition Programme(Call call) => definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value;
}
