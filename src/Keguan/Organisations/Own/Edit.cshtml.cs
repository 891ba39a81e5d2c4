using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Exports;
using Keguan.Organisations.Register;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Own;

/// <summary>修改单位信息. A change of name or code is verified anew; everything else holds at once. The entry keeps what was before and after.</summary>
[Needs(Permissions.OrganisationManage)]
public sealed class EditModel(FileStore files, Areas areas, CodeTables codes, KnownCodes known, Notices notices) : OwnPage
{
    public sealed class Fields
    {
        [Display(Name = "统一社会信用代码|the code"), Required] public string Uscc { get; set; } = "";
        [Display(Name = "单位名称|the name"), Required, StringLength(Organisation.NameMax, MinimumLength = 4)] public string Name { get; set; } = "";
        [Display(Name = "变更依据|paper of the change"), StringLength(OrganisationName.DocumentMax)] public string? Document { get; set; }
    }

    /// <summary>A fact as the entry names it.</summary>
    public sealed record Change(string Field, string Before, string After);

    [BindProperty] public Fields Input { get; set; } = new();
    [BindProperty] public FactsInput Facts { get; set; } = new();

    /// <summary>The version that the form was filled from: who saves over somebody else's change is told.</summary>
    [BindProperty] public int Version { get; set; }

    public IReadOnlyList<FileShown> Licence { get; private set; } = [];
    public IReadOnlyList<FileShown> Proofs { get; private set; } = [];

    public static Text? WhyNot(Organisation organisation) => organisation.State == OrganisationLifecycle.Suspended
        ? T("单位已停用，不能修改，请联系科技局", "The organisation is suspended and can’t be changed; turn to the bureau") : null;

    protected override async Task<bool> LoadOwnAsync()
    {
        var all = await files.List(LicenceFile.Owner(Organisation.Id), cancel: Cancel);
        Licence = [.. all.Where(file => file.Slot == LicenceFile.Slot.Key).Select(file => file.Show())];
        Proofs = [.. all.Where(file => file.Slot == LicenceFile.Changes.Key).Select(file => file.Show())];
        if (HttpMethods.IsGet(Request.Method))
        {
            Input = new Fields { Uscc = Organisation.Uscc, Name = Organisation.Name };
            Facts = FactsInput.Of(Organisation);
        }
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var organisation = Organisation;
        Refusal.If(WhyNot(organisation));
        var code = Uscc.Normalise(Input.Uscc);
        var name = Input.Name?.Trim() ?? "";
        var identity = code != organisation.Uscc || name != organisation.Name;
        if (code.Length > 0 && Uscc.Check(code) is { } wrong) Wrong("Input.Uscc", wrong);
        else if (code.Length > 0) foreach (var (field, reason) in Facts.Problems(code, areas, codes, ChinaTime.DayOf(Now))) Wrong("Facts." + field, reason);
        if (identity && organisation.VerifiedAt is not null && string.IsNullOrWhiteSpace(Input.Document)) Wrong("Input.Document", T("变更名称或代码须写明依据", "A change of name or code needs its paper"));

        var fileChanges = await files.Apply(LicenceFile.Owner(organisation.Id), LicenceFile.All, Request.Form, cancel: Cancel);
        foreach (var (field, reason) in fileChanges.Problems) Wrong(field, reason);
        if (fileChanges.Removed.Any(IsLicence) && !fileChanges.Added.Any(IsLicence)) Wrong(LicenceFile.Slot.Key, T("执照或证书不能只删除，请选择新的文件更换", "The licence can’t just be removed: choose a new file in its place"));
        if (!ModelState.IsValid)
        {
            Db.ChangeTracker.Clear();
            return await Invalid();
        }
        if (code != organisation.Uscc) await known.RefuseAsync(code, organisation.Id, Cancel);

        Db.Entry(organisation).Property(one => one.Version).OriginalValue = Version;
        var changes = Apply(organisation, code, name, fileChanges);
        if (changes.Count == 0 && organisation.State != OrganisationLifecycle.Refused) return Done(T("没有改动", "Nothing was changed"), "/organisations/own");
        await RecordAsync(organisation, identity, changes);
        try { await Db.SaveChangesAsync(Cancel); }
        catch (DbUpdateException e) when (KnownCodes.IsTaken(e))
        {
            Db.ChangeTracker.Clear();
            await known.RefuseAsync(code, organisation.Id, Cancel);
            throw;
        }
        return Done(organisation.State == OrganisationLifecycle.Registered ? T("已保存，等待科技局核实", "Saved; the bureau will verify it") : T("已保存", "Saved"), "/organisations/own");
    }

    static bool IsLicence(StoredFile file) => file.Slot == LicenceFile.Slot.Key;

    List<Change> Apply(Organisation organisation, string code, string name, FileChanges fileChanges)
    {
        var before = Told(organisation);
        var former = organisation.Name;
        organisation.Uscc = code;
        organisation.Name = name;
        Facts.ApplyTo(organisation);
        var changes = before.Zip(Told(organisation), (old, now) => new Change(old.Field, old.Value, now.Value)).Where(change => change.Before != change.After).ToList();
        changes.AddRange(fileChanges.Removed.Select(file => new Change("附件", file.Name, "")));
        changes.AddRange(fileChanges.Added.Select(file => new Change("附件", "", file.Name)));
        // Under a name that was verified there may be projects; a slip of the pen that was corrected at once is no former name.
        if (former != name && organisation.VerifiedAt is not null)
            Db.Add(new OrganisationName { OrganisationId = organisation.Id, Name = former, Kind = OrganisationName.Former, To = ChinaTime.DayOf(Now), Document = Input.Document?.Trim() ?? "", AddedAt = Now });
        return changes;
    }

    async Task RecordAsync(Organisation organisation, bool identity, List<Change> changes)
    {
        var fields = string.Join('、', changes.Select(change => change.Field).Distinct());
        var act = new Act { Summary = fields.Length > 0 ? $"修改{fields}" : null, Payload = new { changes, document = Input.Document?.Trim() } };
        var action = organisation.State == OrganisationLifecycle.Refused ? "resubmit" : identity && organisation.State == OrganisationLifecycle.Verified ? "amend" : null;
        if (action is null) Journal.Note(Organisation.Subject, organisation, "revise", act);
        else
        {
            Journal.Act(OrganisationLifecycle.Table, organisation, action, act with { Summary = action == "amend" ? $"{act.Summary}，重新核实" : fields.Length > 0 ? $"更正{fields}，再次提交" : null });
            organisation.StateSince = Now;
            await notices.TellRolesAsync([Roles.Officer, Roles.Chief], T($"单位{(action == "amend" ? "变更名称或代码" : "更正后再次提交")}，待核实：{organisation.Name}", $"{organisation.Name} {(action == "amend" ? "changed name or code" : "has corrected its facts")}: to be verified"), $"/organisations/details/{organisation.Id}", cancel: Cancel);
        }
        if (!identity) return;
        // Members act under the present name.
        foreach (var grant in await Db.Set<RoleGrant>().Where(grant => grant.OrganisationId == organisation.Id && grant.EndedAt == null).ToListAsync(Cancel)) grant.OrganisationName = organisation.Name;
    }

    /// <summary>The facts in the words in which the entry keeps them.</summary>
    List<(string Field, string Value)> Told(Organisation one) =>
    [
        ("单位名称", one.Name), ("统一社会信用代码", one.Uscc), ("单位类型", OrganisationKinds.Of(one.Kind).Zh), ("县（市、区）", areas.NameOf(one.Area).Zh), ("住所", one.Address),
        ("行业", one.Industry), ("法定代表人", one.LegalRepresentative), ("成立日期", one.FoundedOn is { } day ? ChinaTime.Day(day) : ""), ("职工人数", one.Staff?.ToString(CultureInfo.InvariantCulture) ?? ""),
        ("联系人", one.ContactName), ("联系电话", one.ContactPhone), ("联系邮箱", one.ContactEmail),
    ];
}
