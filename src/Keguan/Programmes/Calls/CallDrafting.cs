using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Numbering;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Definitions;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>Drafting a call up to its submission for approval.</summary>
public sealed class CallDrafting(KeguanDb db, CurrentActor actor, Journal journal, Notices notices, Numbers numbers, DefinitionStore definitions, FileStore files)
{
    /// <summary>Papers beside the guide: templates, annexes. Public with the call.</summary>
    public static readonly FileSlot Papers = new("guide", T("指南附件", "Papers to the guide")) { MaxFiles = 10, Kinds = [FileKind.Pdf, FileKind.Docx, FileKind.Xlsx, FileKind.Ofd, FileKind.Zip] };

    public static FileOwner OwnerOf(Call call) => new(CallLifecycle.Table.Subject, call.Id);

    /// <summary>A new draft under the present version of a programme, with what the programme or an earlier call of it says.</summary>
    public async Task<Call> StartAsync(string programme, int year, string title, Guid? like, CancellationToken cancel = default)
    {
        var definition = definitions.Get<ProgrammeDefinition>(programme);
        var rules = definition.Value;
        var earlier = like is null ? null : await db.Calls().VisibleTo(actor.Value).Include(one => one.Categories).Include(one => one.Recommenders).AsSplitQuery().AsNoTracking()
            .FirstOrDefaultAsync(one => one.Id == like && one.Definition == programme, cancel);
        var today = ChinaTime.DayOf(journal.Now);
        var opens = today.AddDays(rules.Call.LeadDays.Whole + 1);
        var closes = opens.AddDays(rules.Call.WindowDays?.Whole ?? 30);
        return await db.InTransactionAsync(async () =>
        {
            var call = new Call
            {
                Definition = definition.Name,
                DefinitionVersion = definition.Version,
                Code = await NextCodeAsync(programme, year, cancel),
                Year = year,
                Title = title,
                Section = actor.Value.Section,
                OpensAt = ChinaTime.FromLocal(opens, new TimeOnly(9, 0)),
                ClosesAt = ChinaTime.FromLocal(closes, new TimeOnly(17, 0)),
                DraftedBy = actor.Value.AccountId,
                Plan = new CallPlan { Experts = rules.Review.Experts.Whole, ReviewDays = rules.Review.Days.Whole, Blind = rules.Review.Blind },
            };
            if (earlier is null)
            {
                var modes = string.Join(',', rules.FundingModes.Select(mode => mode.Key));
                foreach (var category in rules.Categories) call.Categories.Add(new CallCategory { Category = category.Key, CapFen = category.CapFen, FundingModes = modes });
            }
            else TakeOver(call, earlier, rules);
            journal.Act(CallLifecycle.Table, call, "draft", new Act
            {
                Summary = earlier is null ? $"起草“{title}”" : $"起草“{title}”，沿用“{earlier.Title}”的内容",
                Payload = new { code = call.Code, programme = definition.Name, definition = definition.Version, takenOverFrom = earlier?.Code },
            });
            db.Add(call);
            await db.SaveChangesAsync(cancel);
            return call;
        }, cancel);
    }

    /// <summary>What an earlier call said, as far as the programme of today still knows it.</summary>
    static void TakeOver(Call call, Call earlier, ProgrammeDefinition rules)
    {
        var fields = CallRules.FurtherAttachments(rules).Select(field => field.Key).ToHashSet();
        call.Summary = earlier.Summary;
        call.Guide = earlier.Guide;
        call.BudgetFen = earlier.BudgetFen;
        call.Planned = earlier.Planned;
        call.OwnRatioPercent = earlier.OwnRatioPercent;
        call.Plan = earlier.Plan with { Attachments = [.. earlier.Plan.Attachments.Where(fields.Contains)] };
        foreach (var one in earlier.Categories)
        {
            if (rules.Category(one.Category) is not { } category) continue;
            call.Categories.Add(new CallCategory
            {
                Category = one.Category,
                CapFen = category.CapFen > 0 ? Math.Min(one.CapFen, category.CapFen) : one.CapFen,
                BudgetFen = one.BudgetFen,
                Planned = one.Planned,
                FundingModes = string.Join(',', one.Modes.Where(mode => rules.FundingMode(mode) is not null)),
            });
        }
        foreach (var one in earlier.Recommenders) call.Recommenders.Add(new CallRecommender { OrganisationId = one.OrganisationId, Name = one.Name, Area = one.Area });
    }

    /// <summary>2026-2: also after calls that were brought in from elsewhere.</summary>
    async Task<string> NextCodeAsync(string programme, int year, CancellationToken cancel)
    {
        var scope = year.ToString(CultureInfo.InvariantCulture);
        var given = await db.Calls().Where(call => call.Definition == programme && call.Year == year).Select(call => call.Code).ToListAsync(cancel);
        var last = given.Select(code => code.Split('-')[^1]).Select(tail => int.TryParse(tail, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).DefaultIfEmpty(0).Max();
        await numbers.GoOnAfter("call." + programme, scope, last, cancel);
        return $"{scope}-{await numbers.Next("call." + programme, scope, cancel)}";
    }

    /// <summary>Saves what was typed and the files of the form, and writes down what changed; nothing changed, nothing written.</summary>
    public async Task<FileChanges> ReviseAsync(Call call, CallInput typed, IFormCollection form, CancellationToken cancel = default)
    {
        Refusal.If(CallRules.WhyNotRevised(call));
        var programme = definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value;
        db.Entry(call).Property(one => one.Version).OriginalValue = typed.Version;
        var before = CallFacts.Of(call, programme);
        await ApplyAsync(call, typed, programme, cancel);
        var changes = CallFacts.Between(before, CallFacts.Of(call, programme)).ToList();
        var papers = await files.Apply(OwnerOf(call), [Papers], form, _ => nameof(Papers), cancel);
        foreach (var paper in papers.Added) changes.Add(new CallChange(Papers.Label.Zh, "", paper.Name));
        foreach (var paper in papers.Removed) changes.Add(new CallChange(Papers.Label.Zh, paper.Name, ""));
        if (changes.Count == 0) return papers;
        journal.Note(CallLifecycle.Table.Subject, call, "revise", new Act { Summary = "修改" + string.Join("、", changes.Select(change => change.Field).Distinct()), Payload = new { changes } });
        // What changed may stand in another table only: the row version tells all the same.
        db.Entry(call).State = EntityState.Modified;
        await db.SaveChangesAsync(cancel);
        return papers;
    }

    async Task ApplyAsync(Call call, CallInput typed, ProgrammeDefinition programme, CancellationToken cancel)
    {
        call.Title = typed.Title?.Trim() ?? "";
        call.Section = typed.Section?.Trim() ?? "";
        call.Summary = typed.Summary?.Trim() ?? "";
        call.Guide = typed.Guide?.ReplaceLineEndings("\n").Trim() ?? "";
        call.OpensAt = typed.Opens!.Value;
        call.ClosesAt = typed.Closes!.Value;
        call.ShortNoticeReason = typed.ShortNoticeReason?.Trim() ?? "";
        call.BudgetFen = typed.Budget ?? 0;
        call.Planned = typed.Planned ?? 0;
        call.OwnRatioPercent = (int)Math.Round((typed.OwnRatio ?? 0) * 100, MidpointRounding.AwayFromZero);
        var fields = CallRules.FurtherAttachments(programme).Select(field => field.Key).ToHashSet();
        call.Plan = call.Plan with
        {
            OrganisationKinds = [.. OrganisationKinds.All.Keys.Where(typed.Kinds.Contains)],
            Eligibility = typed.Eligibility?.Trim() ?? "",
            LimitPerLeader = typed.LimitPerLeader!.Value,
            LimitPerOrganisation = typed.LimitPerOrganisation!.Value,
            Attachments = [.. typed.Attachments.Where(fields.Contains).Distinct()],
            Experts = typed.Experts!.Value,
            Blind = typed.Blind,
            ReviewDays = typed.ReviewDays!.Value,
        };
        foreach (var category in programme.Categories)
        {
            var row = typed.Categories.FirstOrDefault(one => one.Key == category.Key && one.Open);
            var open = call.Categories.FirstOrDefault(one => one.Category == category.Key);
            var modes = row is null ? "" : string.Join(',', programme.FundingModes.Select(mode => mode.Key).Where(row.Modes.Contains));
            if (row is null && open is not null) { call.Categories.Remove(open); db.Remove(open); }
            else if (row is not null && open is null)
                db.Add(Added(call.Categories, new CallCategory { CallId = call.Id, Category = category.Key, CapFen = row.Cap ?? 0, BudgetFen = row.Budget ?? 0, Planned = row.Planned ?? 0, FundingModes = modes }));
            else if (row is not null)
                (open!.CapFen, open.BudgetFen, open.Planned, open.FundingModes) = (row.Cap ?? 0, row.Budget ?? 0, row.Planned ?? 0, modes);
        }
        var bodies = await BodiesAsync(cancel);
        foreach (var body in bodies)
        {
            var scope = typed.Recommenders.FirstOrDefault(one => one.OrganisationId == body.Id)?.Scope ?? "";
            var area = scope == CallInput.RecommenderRow.ItsArea ? body.Area : "";
            var chosen = call.Recommenders.FirstOrDefault(one => one.OrganisationId == body.Id);
            if (chosen is not null && (scope.Length == 0 || chosen.Area != area)) { call.Recommenders.Remove(chosen); db.Remove(chosen); chosen = null; }
            if (chosen is null && scope.Length > 0) db.Add(Added(call.Recommenders, new CallRecommender { CallId = call.Id, OrganisationId = body.Id, Name = body.Name, Area = area }));
        }
    }

    static T Added<T>(List<T> list, T one)
    {
        list.Add(one);
        return one;
    }

    /// <summary>Bodies that can recommend: verified government organisations, by county.</summary>
    public Task<List<Organisation>> BodiesAsync(CancellationToken cancel = default) =>
        db.Organisations().AsNoTracking().Where(one => one.Kind == "government" && one.State == OrganisationLifecycle.Verified).OrderBy(one => one.Area).ThenBy(one => one.Name).ToListAsync(cancel);

    /// <summary>Hands the draft to the section chiefs.</summary>
    public async Task SubmitAsync(Call call, CancellationToken cancel = default)
    {
        var programme = definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value;
        Refusal.If(CallLifecycle.Table.Refused(call, "submit", actor.Value, journal.Now));
        if (CallRules.ProblemsOf(call, programme, journal.Now) is { Count: > 0 } problems)
            throw new Refusal($"还有 {problems.Count} 处须补正：{problems[0].Words.Zh}", $"{problems.Count} things to correct: {problems[0].Words.En}");
        journal.Act(CallLifecycle.Table, call, "submit", new Act { Summary = "提交科长审核" });
        await notices.TellRolesAsync([Roles.Chief], T($"申报通知“{call.Title}”待审核", $"The call “{call.Title}” awaits your approval"), $"/programmes/calls/publish/{call.Id}", cancel: cancel);
        await db.SaveChangesAsync(cancel);
    }

    public async Task ReturnAsync(Call call, string? reason, CancellationToken cancel = default)
    {
        journal.Act(CallLifecycle.Table, call, "return", new Act { Reason = reason, Summary = "退回修改" });
        if (call.DraftedBy is { } author)
            await notices.TellAccountAsync(author, T($"申报通知“{call.Title}”被退回：{reason?.Trim()}", $"The call “{call.Title}” was returned: {reason?.Trim()}"), $"/programmes/calls/edit/{call.Id}", cancel);
        await db.SaveChangesAsync(cancel);
    }

    public async Task CancelAsync(Call call, string? reason, CancellationToken cancel = default)
    {
        journal.Act(CallLifecycle.Table, call, "cancel", new Act { Reason = reason, Summary = "取消" });
        if (call.DraftedBy is { } author && author != actor.Value.AccountId)
            await notices.TellAccountAsync(author, T($"申报通知“{call.Title}”已取消：{reason?.Trim()}", $"The call “{call.Title}” was cancelled: {reason?.Trim()}"), $"/programmes/calls/details/{call.Id}", cancel);
        await db.SaveChangesAsync(cancel);
    }
}
