using System.Globalization;
using System.Text.Json;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Numbering;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Changes;

/// <summary>变更: may it be asked for, who decides, and what becomes of the project when it is approved or filed.</summary>
public sealed class Changing(KeguanDb db, Journal journal, Notices notices, Numbers numbers, DefinitionStore definitions, CurrentActor actor)
{
    static readonly string[] Running = [ProjectLifecycle.Running, ProjectLifecycle.Rectifying, ProjectLifecycle.Due, ProjectLifecycle.Deferred];

    public ProgrammeDefinition ProgrammeOf(Project project) => definitions.Get<ProgrammeDefinition>(project.Definition, project.DefinitionVersion).Value;

    /// <summary>The project with targets and budget, tracked; null where the actor may not see it.</summary>
    public Task<Project?> ProjectAsync(Guid id, CancellationToken cancel = default) =>
        db.Projects().VisibleTo(actor.Value).Include(project => project.Targets).Include(project => project.Budget).AsSplitQuery().FirstOrDefaultAsync(project => project.Id == id, cancel);

    /// <summary>The last day on which something is at least so many months before an end: for 2027-06-30 and 3 months 2027-03-31.</summary>
    public static DateOnly LastDay(DateOnly end, int monthsBefore) => end.AddDays(1).AddMonths(-monthsBefore).AddDays(-1);

    /// <summary>The latest end that an extension by so many months reaches.</summary>
    public static DateOnly Latest(DateOnly end, int months) => end.AddDays(1).AddMonths(months).AddDays(-1);

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Why a change of this kind can't be asked for now, with its clause, or null. Judged by the server's day.</summary>
    public async Task<Text?> RefusedAsync(Project project, ChangeKind kind, Guid? except = null, CancellationToken cancel = default)
    {
        if (!actor.Value.Can(Permissions.ProjectsOwn)) return T("变更由承担单位提出", "The organisation asks for changes");
        if (!Running.Contains(project.State))
        {
            var state = ProjectLifecycle.Table.StateOf(project.State).Inside;
            return T($"项目{state.Zh}，不能变更", $"The project is “{state.En}”: no changes");
        }
        var earlier = await db.Changes().AsNoTracking().Where(change => change.ProjectId == project.Id && change.Kind == kind.Key && change.Id != except).Select(change => new { change.State, change.Number }).ToListAsync(cancel);
        if (earlier.Any(change => ChangeLifecycle.Open.Contains(change.State)))
            return T($"已有一件“{kind.Label.Zh}”在办理，办结后再提出", $"Another “{kind.Label.En}” is under way");
        var done = earlier.Count(change => ChangeLifecycle.Done.Contains(change.State));
        // An imported project may have been extended before the system knew it.
        if (kind.MaxMonths > 0 && project.OriginalEndOn is not null) done = Math.Max(done, 1);
        if (kind.Times > 0 && done >= kind.Times)
            return T($"“{kind.Label.Zh}”限 {kind.Times} 次，已办过 {done} 次（{kind.Basis}）", $"“{kind.Label.En}” is allowed {kind.Times} time(s); it was done {done} time(s) ({kind.Basis})");
        if (kind.MonthsBefore > 0 && ChinaTime.DayOf(journal.Now) > LastDay(project.EndOn, kind.MonthsBefore))
            return T($"须在执行期满 {kind.MonthsBefore} 个月前提出，截止日为 {Day(LastDay(project.EndOn, kind.MonthsBefore))}（{kind.Basis}）", $"It must be requested {kind.MonthsBefore} months before the end: by {Day(LastDay(project.EndOn, kind.MonthsBefore))} ({kind.Basis})");
        return null;
    }

    // ── what is asked ─────────────────────────────────────────────────────────────────────────────────

    /// <summary>Turns what was typed into content with before and after; faults are told by field. The project's targets and budget must be loaded.</summary>
    public async Task<ChangeContent> ReadAsync(Project project, ChangeKind kind, ChangeInput input, Action<string, Text> wrong, CancellationToken cancel = default)
    {
        switch (kind.Key)
        {
            case "extension":
                var start = project.OriginalEndOn ?? project.EndOn;
                if (input.EndOn is not { } end) { wrong(nameof(input.EndOn), T("请填写新的完成日期", "Fill in the new end")); break; }
                if (end <= project.EndOn) wrong(nameof(input.EndOn), T($"新的完成日期应晚于现在的 {Day(project.EndOn)}", $"The new end must be after {Day(project.EndOn)}"));
                if (kind.MaxMonths > 0 && end > Latest(start, kind.MaxMonths))
                    wrong(nameof(input.EndOn), T($"延期最长 {kind.MaxMonths} 个月，即不晚于 {Day(Latest(start, kind.MaxMonths))}（{kind.Basis}）", $"At most {kind.MaxMonths} months: not after {Day(Latest(start, kind.MaxMonths))} ({kind.Basis})"));
                return new ChangeContent { EndOn = end, Lines = [new("完成日期", "End", Day(project.EndOn), Day(end))] };
            case "leader":
                var person = await db.People().AsNoTracking().FirstOrDefaultAsync(one => one.Id == input.PersonId && one.OrganisationId == project.OrganisationId, cancel);
                if (person is null) { wrong(nameof(input.PersonId), T("请选择本单位的人员", "Choose a person of the organisation")); break; }
                if (person.Id == project.LeaderId) wrong(nameof(input.PersonId), T("与现负责人相同", "This is the present leader"));
                if (await LeaderRefusedAsync(project, person, kind, cancel) is { } why) wrong(nameof(input.PersonId), why);
                return new ChangeContent { PersonId = person.Id, Name = person.Name, Lines = [new("项目负责人", "Leader", project.LeaderName, person.Name)] };
            case "organisation":
                var uscc = (input.Uscc ?? "").Trim().ToUpperInvariant();
                var other = await db.Organisations().AsNoTracking().FirstOrDefaultAsync(one => one.Uscc == uscc, cancel);
                if (other is null || !other.IsVerified) { wrong(nameof(input.Uscc), T("名录中没有此信用代码的在册单位", "No verified organisation has this credit code")); break; }
                if (other.Id == project.OrganisationId) wrong(nameof(input.Uscc), T("与现承担单位相同", "This is the present organisation"));
                return new ChangeContent { OrganisationId = other.Id, Name = other.Name, Lines = [new("承担单位", "Organisation", project.OrganisationName, $"{other.Name}（{other.Uscc}）")] };
            case "rename":
                var name = (input.Name ?? "").Trim();
                if (name.Length is 0 or > 100) { wrong(nameof(input.Name), T("请填写更名后的名称，最多 100 字", "Fill in the new name, at most 100 characters")); break; }
                if (name == project.OrganisationName) wrong(nameof(input.Name), T("与现名称相同", "This is the present name"));
                return new ChangeContent { Name = name, Lines = [new("单位名称", "Name", project.OrganisationName, name)] };
            case "targets":
                return Targets(project, input, wrong);
            case "budget":
                return Budget(project, input, wrong);
            default:
                var words = (input.Words ?? "").Trim();
                if (words.Length is 0 or > 4000) { wrong(nameof(input.Words), T("请写明变更后的内容，最多 4000 字", "Say what it is to be, at most 4,000 characters")); break; }
                return new ChangeContent { Words = words, Lines = [new(kind.Label.Zh, kind.Label.En, await BeforeAsync(project, kind, cancel), words)] };
        }
        return new ChangeContent();
    }

    /// <summary>What the last such change said; before the first, application and agreement hold.</summary>
    async Task<string> BeforeAsync(Project project, ChangeKind kind, CancellationToken cancel)
    {
        var last = await db.Changes().AsNoTracking().Where(change => change.ProjectId == project.Id && change.Kind == kind.Key && (change.State == ChangeLifecycle.Approved || change.State == ChangeLifecycle.Filed))
            .OrderByDescending(change => change.DecidedAt).Select(change => change.Content).FirstOrDefaultAsync(cancel);
        return (last is null ? null : ContentOf(last).Words) ?? "按申报书和任务书";
    }

    async Task<Text?> LeaderRefusedAsync(Project project, Person person, ChangeKind kind, CancellationToken cancel)
    {
        var today = ChinaTime.DayOf(journal.Now);
        var key = person.IdKey;
        if (key.Length == 0) return null;
        if (await db.IntegrityRecords().InForce(today).AnyAsync(record => record.PersonKey == key, cancel)) return T("该人员处于失信禁入期", "This person is banned at present");
        var limit = project.CallId is { } call ? (await db.Set<Calls.Call>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == call, cancel))?.Plan.LimitPerLeader ?? 0 : 0;
        if (limit == 0) return null;
        var led = await db.Projects().CountAsync(other => other.LeaderKey == key && other.Id != project.Id && ProjectLifecycle.Active.Contains(other.State), cancel)
            + await db.Set<Applications.Application>().CountAsync(other => other.LeaderKey == key && Applications.ApplicationLifecycle.Counting.Contains(other.State), cancel);
        return led >= limit ? T($"该人员另有 {led} 项申报或在研，限 {limit} 项（{kind.Basis}）", $"This person leads {led} others, the limit is {limit} ({kind.Basis})") : null;
    }

    static ChangeContent Targets(Project project, ChangeInput input, Action<string, Text> wrong)
    {
        var lines = new List<ChangeLine>();
        var contents = new List<TargetContent>();
        for (var i = 0; i < input.Targets.Count; i++)
        {
            var typed = input.Targets[i];
            if (project.Targets.FirstOrDefault(one => one.Id == typed.Id) is not { } target) continue;
            if (typed.Goal is not { } goal || Math.Abs(goal) > 1_000_000_000_000m) { wrong($"Targets[{i}].Goal", T($"“{target.Name}”须填写新的目标值", $"Fill in the goal of “{target.Name}”")); continue; }
            var scaled = (long)Math.Round(goal * ProjectTarget.Scale);
            var method = (typed.Method ?? "").Trim();
            var before = Shown(target, target.Goal, target.DueOn, target.Method);
            var after = Shown(target, scaled, typed.DueOn, method);
            if (before == after) continue;
            contents.Add(new TargetContent(target.Id, scaled, typed.DueOn, method));
            lines.Add(new ChangeLine(target.Name, target.Name, before, after));
        }
        if (lines.Count == 0) wrong("Targets", T("没有改动任何指标", "No target was changed"));
        return new ChangeContent { Targets = contents, Lines = lines };
    }

    static string Shown(ProjectTarget target, long goal, DateOnly? due, string method)
    {
        var sign = target.Direction switch { "at-most" => "≤ ", "equal" => "= ", _ => "≥ " };
        return sign + (goal / (decimal)ProjectTarget.Scale).ToString("0.####", CultureInfo.InvariantCulture) + " " + target.Unit + (due is { } day ? "，" + Day(day) : "") + (method.Length > 0 ? "，" + method : "");
    }

    ChangeContent Budget(Project project, ChangeInput input, Action<string, Text> wrong)
    {
        var subjects = SubjectsOf(ProgrammeOf(project));
        var lines = new List<ChangeLine>();
        var contents = new List<BudgetContent>();
        var seen = input.Budget.Select(typed => typed.Id).ToHashSet();
        var (grant, own) = (project.Budget.Where(item => !seen.Contains(item.Id)).Sum(item => item.GrantFen), project.Budget.Where(item => !seen.Contains(item.Id)).Sum(item => item.OwnFen));
        foreach (var typed in input.Budget)
        {
            var item = project.Budget.FirstOrDefault(one => one.Id == typed.Id);
            var subject = item?.Subject ?? typed.Subject ?? "";
            if (item is null && !subjects.ContainsKey(subject)) continue;
            var (newGrant, newOwn) = (typed.GrantFen ?? 0, typed.OwnFen ?? 0);
            (grant, own) = (grant + newGrant, own + newOwn);
            if (newGrant == (item?.GrantFen ?? 0) && newOwn == (item?.OwnFen ?? 0)) continue;
            contents.Add(new BudgetContent(item?.Id, subject, newGrant, newOwn));
            var label = subjects.TryGetValue(subject, out var words) ? words : Text.Same(subject);
            lines.Add(new ChangeLine(label.Zh, label.En, Both(item?.GrantFen ?? 0, item?.OwnFen ?? 0), Both(newGrant, newOwn)));
        }
        if (lines.Count == 0) wrong("Budget", T("没有改动任何科目", "No row was changed"));
        Total(project.Budget.Sum(item => item.GrantFen), grant, T("财政资助", "grant"));
        Total(project.Budget.Sum(item => item.OwnFen), own, T("自筹", "own funds"));
        return new ChangeContent { Budget = contents, Lines = lines };

        static string Both(long grant, long own) => $"资助 {Money.Wan(grant)}，自筹 {Money.Wan(own)} 万元";

        void Total(long before, long after, Text what)
        {
            if (before != after) wrong("Budget", T($"{what.Zh}合计应保持 {Money.Wan(before)} 万元，现为 {Money.Wan(after)} 万元", $"The total of {what.En} must stay {Money.Wan(before)}; it is {Money.Wan(after)} now"));
        }
    }

    /// <summary>科目 of the application form, by key.</summary>
    public static IReadOnlyDictionary<string, Text> SubjectsOf(ProgrammeDefinition programme) =>
        (programme.Application.Sections.SelectMany(section => section.Fields).FirstOrDefault(field => field.Key == "budget")?.Columns.FirstOrDefault(column => column.Key == "subject")?.Options ?? []).ToDictionary(option => option.Key, option => option.Label);

    public static ChangeContent ContentOf(string json) => JsonSerializer.Deserialize<ChangeContent>(json, Journal.Json) ?? new ChangeContent();

    // ── the way of a change ───────────────────────────────────────────────────────────────────────────

    public Change Draft(Project project, ChangeKind kind)
    {
        var change = new Change
        {
            ProjectId = project.Id, Project = project, Kind = kind.Key, KindZh = kind.Label.Zh, KindEn = kind.Label.En, Level = kind.Level, Basis = kind.Basis, Definition = project.Definition, DefinitionVersion = project.DefinitionVersion,
            OrganisationId = project.OrganisationId, Area = project.Area, Category = project.Category, Batch = project.Batch, FundingMode = project.FundingMode, StateSince = journal.Now,
        };
        db.Add(change);
        journal.Act(ChangeLifecycle.Table, change, "draft", new Act { Summary = $"起草变更：{change.KindZh}" });
        return change;
    }

    public static void Write(Change change, string? why, ChangeContent content)
    {
        change.Why = (why ?? "").Trim();
        change.Content = JsonSerializer.Serialize(content, Journal.Json);
    }

    /// <summary>Hands it in; what the unit decides itself is filed and takes effect at once.</summary>
    public async Task SubmitAsync(Change change, ChangeKind kind, CancellationToken cancel = default)
    {
        var project = change.Project;
        Refusal.If(ChangeLifecycle.Table.Refused(change, "submit", actor.Value, journal.Now));
        Refusal.If(await RefusedAsync(project, kind, change.Id, cancel));
        if (change.Number.Length == 0) change.Number = await numbers.Next("change", "BG{year}-{n:4}", ChinaTime.DayOf(journal.Now), cancel: cancel);
        var content = ContentOf(change.Content);
        Step(change, "submit", new Act { Summary = $"{(change.Level == ChangeLevels.Unit ? "备案" : "申请")}变更：{change.KindZh}，{Words(content)}", Reason = change.Why, Payload = new { change.Number, change.Kind, content.Lines } });
        change.SubmittedAt = journal.Now;
        if (change.State == ChangeLifecycle.Filed) await ApplyAsync(change, cancel);
        else await notices.TellRolesAsync(Permissions.All[Permissions.ChangesReview], T($"{project.Number} 申请变更：{change.KindZh}", $"{project.Number} asks for a change: {change.KindEn}"), Url(change), cancel: cancel);
    }

    public void Withdraw(Change change) => Step(change, "withdraw", new Act { Summary = $"撤回变更：{change.KindZh}" });

    public async Task ReturnAsync(Change change, string? reason, CancellationToken cancel = default)
    {
        Step(change, "return", new Act { Reason = reason, Summary = $"退回修改：{change.KindZh}" });
        change.Opinion = reason?.Trim() ?? "";
        await TellUnitAsync(change, T("被退回修改", "was returned"), cancel);
    }

    public async Task CheckAsync(Change change, string? opinion, CancellationToken cancel = default)
    {
        Step(change, "check", new Act { Reason = opinion, Summary = $"审核通过变更“{change.KindZh}”，报局领导" });
        change.Opinion = opinion?.Trim() ?? "";
        await notices.TellRolesAsync(Permissions.All[Permissions.ChangesApproveMajor], T($"{change.Project.Number} 重大变更待审批：{change.KindZh}", $"{change.Project.Number}: a major change awaits your approval: {change.KindEn}"), Url(change), cancel: cancel);
    }

    /// <summary>The section's approval of what it decides, the leader's of what is major.</summary>
    public async Task ApproveAsync(Change change, string? opinion, CancellationToken cancel = default)
    {
        Step(change, change.Level == ChangeLevels.Major ? "approve-major" : "approve", new Act { Reason = opinion, Summary = $"批准变更：{change.KindZh}，{Words(ContentOf(change.Content))}" });
        if (!string.IsNullOrWhiteSpace(opinion)) change.Opinion = opinion.Trim();
        await ApplyAsync(change, cancel);
        await TellUnitAsync(change, T("已批准", "was approved"), cancel);
    }

    public async Task RefuseAsync(Change change, string? reason, CancellationToken cancel = default)
    {
        Step(change, change.State == ChangeLifecycle.Checked ? "refuse-major" : "refuse", new Act { Reason = reason, Summary = $"不予批准变更：{change.KindZh}（{change.Basis}）" });
        (change.Opinion, change.DecidedAt) = (reason?.Trim() ?? "", journal.Now);
        await TellUnitAsync(change, T("未获批准", "was refused"), cancel);
    }

    void Step(Change change, string action, Act act)
    {
        journal.Act(ChangeLifecycle.Table, change, action, act);
        change.StateSince = journal.Now;
    }

    Task TellUnitAsync(Change change, Text what, CancellationToken cancel) =>
        notices.TellOrganisationAsync(change.OrganisationId, T($"“{change.Project.Title}”的变更“{change.KindZh}”{what.Zh}", $"The change “{change.KindEn}” of “{change.Project.Title}” {what.En}"), Url(change), cancel);

    static string Url(Change change) => $"/programmes/changes/details/{change.Id}";

    static string Words(ChangeContent content)
    {
        var line = content.Lines.Count == 1 ? $"{Cut(content.Lines[0].Before)} → {Cut(content.Lines[0].After)}" : $"{content.Lines.Count} 处";
        return line;

        static string Cut(string text) => text.Length > 30 ? text[..30] + "…" : text;
    }

    /// <summary>The project becomes what was asked; its own record says before and after. Refused where it is no longer what the request started from.</summary>
    async Task ApplyAsync(Change change, CancellationToken cancel)
    {
        var project = change.Project;
        var content = ContentOf(change.Content);
        Refusal.If(ProjectLifecycle.Closed.Contains(project.State), "项目已办结，不能再变更", "The project is closed");
        change.DecidedAt = journal.Now;
        IReadOnlyList<Post> posts = [];
        switch (change.Kind)
        {
            case "extension" when content.EndOn is { } end:
                Refusal.If(end <= project.EndOn, $"项目完成日期已是 {Day(project.EndOn)}", $"The project already ends on {Day(project.EndOn)}");
                project.OriginalEndOn ??= project.EndOn;
                project.EndOn = end;
                posts = [Post.Count("programme.extended")];
                break;
            case "leader" when content.PersonId is { } id:
                var person = await db.People().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancel) ?? throw new Refusal("名录中已没有此人员", "This person is no longer there");
                (project.LeaderId, project.LeaderName, project.LeaderKey) = (person.Id, person.Name, person.IdKey);
                break;
            case "organisation" when content.OrganisationId is { } id:
                var other = await db.Organisations().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancel) ?? throw new Refusal("名录中已没有此单位", "This organisation is no longer there");
                (project.OrganisationId, project.OrganisationName, project.Area) = (other.Id, other.Name, other.Area);
                // What is still to be paid goes to the new organisation.
                string[] open = [PaymentLifecycle.Pending, PaymentLifecycle.Requested, PaymentLifecycle.Checked, PaymentLifecycle.Determined];
                foreach (var payment in await db.Payments().Where(one => one.ProjectId == project.Id && open.Contains(one.State)).ToListAsync(cancel)) payment.OrganisationId = other.Id;
                break;
            case "rename" when content.Name is { } name:
                project.OrganisationName = name;
                break;
            case "targets" when content.Targets is { } targets:
                foreach (var asked in targets)
                    if (project.Targets.FirstOrDefault(one => one.Id == asked.Id) is { } target) (target.Goal, target.DueOn, target.Method) = (asked.Goal, asked.DueOn, asked.Method);
                break;
            case "budget" when content.Budget is { } budget:
                ApplyBudget(project, budget);
                break;
        }
        journal.Note(ProjectLifecycle.Table.Subject, project, "changed", new Act
        {
            Summary = $"{(change.State == ChangeLifecycle.Filed ? "变更备案" : "变更批准")}：{change.KindZh}，{Words(content)}", Reason = change.Why, Posts = posts,
            Payload = new { change.Number, change.Kind, changeId = change.Id, before = content.Lines.ToDictionary(line => line.Zh, line => line.Before), after = content.Lines.ToDictionary(line => line.Zh, line => line.After) },
        });
        // Requested in time, decided after the end: the work goes on.
        if (change.Kind == "extension" && project.State == ProjectLifecycle.Due && project.EndOn >= ChinaTime.DayOf(journal.Now))
        {
            journal.Act(ProjectLifecycle.Table, project, "prolong", new Act { Summary = $"延期至 {Day(project.EndOn)}，恢复在研" });
            project.StateSince = journal.Now;
        }
    }

    void ApplyBudget(Project project, IReadOnlyList<BudgetContent> budget)
    {
        var (grant, own) = (project.Budget.Sum(item => item.GrantFen), project.Budget.Sum(item => item.OwnFen));
        foreach (var asked in budget)
        {
            if (project.Budget.FirstOrDefault(one => one.Id == asked.Id) is { } item) (item.GrantFen, item.OwnFen) = (asked.GrantFen, asked.OwnFen);
            else
            {
                item = new BudgetItem { ProjectId = project.Id, Order = project.Budget.Count + 1, Subject = asked.Subject, GrantFen = asked.GrantFen, OwnFen = asked.OwnFen };
                project.Budget.Add(item);
                db.Add(item);
            }
        }
        Refusal.If(project.Budget.Sum(item => item.GrantFen) != grant || project.Budget.Sum(item => item.OwnFen) != own,
            "预算在申请之后有过调整，合计已不相符，请单位重新提出", "The budget was changed after the request: the totals no longer agree; ask again");
    }
}

/// <summary>What is typed on the page, by kind.</summary>
public sealed class ChangeInput
{
    public string? Why { get; set; }
    public DateOnly? EndOn { get; set; }
    public Guid? PersonId { get; set; }
    public string? Uscc { get; set; }
    public string? Name { get; set; }
    public string? Words { get; set; }
    public List<TargetInput> Targets { get; set; } = [];
    public List<BudgetInput> Budget { get; set; } = [];

    public sealed class TargetInput
    {
        public Guid Id { get; set; }
        public decimal? Goal { get; set; }
        public DateOnly? DueOn { get; set; }
        public string? Method { get; set; }
    }

    public sealed class BudgetInput
    {
        public Guid? Id { get; set; }
        public string? Subject { get; set; }
        [Foundation.Ui.Wan] public long? GrantFen { get; set; }
        [Foundation.Ui.Wan] public long? OwnFen { get; set; }
    }
}
