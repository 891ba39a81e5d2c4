using System.Security.Cryptography;
using System.Text;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Numbering;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Checks;
using Keguan.Programmes.Similarity;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Applications;

/// <summary>Starting, submitting and withdrawing. The instant of receipt is the server's clock when the request is handled; it stands on the receipt.</summary>
public sealed class Submission(KeguanDb db, CurrentActor actor, Journal journal, Notices notices, Numbers numbers, SimilarityIndex similarity, ApplicationDossiers dossiers, Foundation.Definitions.DefinitionStore definitions)
{
    /// <summary>Begins a draft for the organisation that the actor acts for.</summary>
    public async Task<Application> StartAsync(Call call, CancellationToken cancel = default)
    {
        var who = actor.Value;
        var organisation = await db.Organisations().FirstOrDefaultAsync(one => one.Id == who.OrganisationId, cancel)
            ?? throw new Refusal("请先以某个单位的成员身份登录", "Please act as a member of an organisation");
        Refusal.If(!organisation.IsVerified, "单位登记尚未核实，核实通过后才能申报", "Your organisation has not been verified yet; it can apply once it is");
        var plan = call.Plan;
        Refusal.If(plan.OrganisationKinds.Count > 0 && !plan.OrganisationKinds.Contains(organisation.Kind),
            $"本通知不面向{OrganisationKinds.Of(organisation.Kind).Zh}", $"This call is not for: {OrganisationKinds.Of(organisation.Kind).En}");
        var definition = definitions.Get<Definitions.ProgrammeDefinition>(call.Definition, call.DefinitionVersion);
        return await db.InTransactionAsync(async () =>
        {
            var recommender = call.Recommenders.FirstOrDefault(one => one.Area.Length > 0 && one.Area == organisation.Area);
            var application = new Application
            {
                Number = await numbers.Next("application." + call.Definition, definition.Value.NumberPrefix + call.Year + "-{n:4}", ChinaTime.DayOf(journal.Now), call.Year.ToString(System.Globalization.CultureInfo.InvariantCulture), cancel),
                CallId = call.Id,
                Call = call,
                Definition = call.Definition,
                DefinitionVersion = call.DefinitionVersion,
                Batch = call.Code,
                OrganisationId = organisation.Id,
                OrganisationName = organisation.Name,
                Area = organisation.Area,
                RecommenderId = recommender?.OrganisationId,
                RecommenderName = recommender?.Name ?? "",
                CreatedBy = who.AccountId ?? Guid.Empty,
                CreatedAt = journal.Now,
                StateSince = journal.Now,
            };
            journal.Act(ApplicationLifecycle.Table, application, "start", new Act { Summary = "开始填报" });
            // What the register knows need not be typed again.
            var typed = new FormValues { ["unit_uscc"] = organisation.Uscc };
            foreach (var section in definition.Value.Application.Sections.Where(section => section.Fields.Any(field => field.Key == "unit_uscc")))
                application.Sections.Add(new ApplicationSection { ApplicationId = application.Id, Section = section.Key, Data = typed.ToJson(), UpdatedAt = journal.Now, UpdatedByName = who.Name, UpdatedBy = who.AccountId ?? Guid.Empty });
            db.Add(application);
            await db.SaveChangesAsync(cancel);
            return application;
        }, cancel);
    }

    /// <summary>What stands in the way of submitting: incomplete sections, then failed checks. Empty: it may be submitted.</summary>
    public async Task<(IReadOnlyList<FormError> Errors, IReadOnlyList<CheckLine> Checks)> ReadinessAsync(ApplicationDossier dossier, DateTime received, CancellationToken cancel = default)
    {
        var (checks, _) = await dossiers.CheckAsync(dossier, received, cancel);
        return (dossier.Reading.Errors, checks);
    }

    /// <summary>Submits a draft, submits again after a return, or hands in a correction — whatever the state asks for. The receipt is in the application.</summary>
    public async Task SubmitAsync(ApplicationDossier dossier, CancellationToken cancel = default)
    {
        var application = dossier.Application;
        var received = journal.Now;
        var correcting = application.State == ApplicationLifecycle.Supplementing;
        // Handed in once, sent back, handed in again: it counts once.
        var again = application.State != ApplicationLifecycle.Draft;
        var action = correcting ? "correct" : "submit";
        Refusal.If(ApplicationLifecycle.Table.Refused(application, action, actor.Value, received));
        var (errors, checks) = await ReadinessAsync(dossier, correcting ? application.SubmittedAt ?? received : received, cancel);
        Refusal.If(errors.Count > 0, $"还有 {errors.Count} 处未填完或有误，请先在任务列表中补齐", $"{errors.Count} things are still missing or wrong; complete them first");
        if (checks.FirstOrDefault(check => check.Status is CheckStatus.Failed or CheckStatus.Unanswered) is { } failed)
            throw new Refusal($"预审未通过：{failed.Message.Zh}（{failed.Basis}）", $"The pre-check failed: {failed.Message.En} ({failed.Basis})");

        await db.InTransactionAsync(async () =>
        {
            application.SubmittedAt = correcting ? application.SubmittedAt : received;
            application.ContentHash = HashOf(dossier);
            application.StateSince = received;
            application.ChecksFailed = 0;
            application.ChecksWarned = checks.Count(check => check.Status == CheckStatus.Warned);
            if (!correcting)
                application.ReceiptNumber = await numbers.Next("receipt", "R{year}-{MM}{dd}-{n:4}", ChinaTime.DayOf(received), cancel: cancel);
            await RebuildMembersAsync(dossier, cancel);
            await similarity.IndexAsync(application.Id, SimilarityIndex.TextOf(dossier.Typed), cancel);
            journal.Act(ApplicationLifecycle.Table, application, action, new Act
            {
                Summary = correcting ? "提交补正" : $"提交，回执 {application.ReceiptNumber}",
                Payload = new { receipt = application.ReceiptNumber, contentHash = application.ContentHash, revision = application.Revision, grantFen = application.GrantFen, ownFen = application.OwnFen },
                Posts = again ? [] : [Post.Count("programme.applied")],
            });
            application.DueOn = dossier.DueFor(application.State, received);
            var title = application.Title;
            if (application.State == ApplicationLifecycle.Recommending && application.RecommenderId is { } recommender)
                await notices.TellRolesAsync([Roles.Recommender], T($"“{title}”已提交，请推荐", $"“{title}” was submitted; please recommend"), $"/programmes/recommendations/details/{application.Id}", recommender, cancel: cancel);
            else
                await notices.TellRolesAsync([Roles.Officer], T($"“{title}”{(correcting ? "已提交补正" : "已提交")}，请形式审查", $"“{title}” was {(correcting ? "corrected" : "submitted")}; please check"), $"/programmes/checks/details/{application.Id}", cancel: cancel);
            await notices.TellOrganisationAsync(application.OrganisationId,
                T($"“{title}”已提交，回执 {application.ReceiptNumber}，{ChinaTime.Second(received)} 收到", $"“{title}” was received at {ChinaTime.Second(received)}, receipt {application.ReceiptNumber}"),
                $"/programmes/applications/receipt/{application.Id}", cancel);
            await db.SaveChangesAsync(cancel);
        }, cancel);
    }

    /// <summary>Back to the draft, before the deadline.</summary>
    public async Task WithdrawAsync(Application application, CancellationToken cancel = default)
    {
        journal.Act(ApplicationLifecycle.Table, application, "withdraw", new Act { Summary = "撤回修改", Posts = [Post.Count("programme.applied", -1)] });
        application.StateSince = journal.Now;
        application.SubmittedAt = null;
        await db.SaveChangesAsync(cancel);
    }

    public async Task AbandonAsync(Application application, string? reason, CancellationToken cancel = default)
    {
        var submitted = application.SubmittedAt is not null;
        journal.Act(ApplicationLifecycle.Table, application, "abandon", new Act { Reason = reason, Summary = "放弃申报", Posts = submitted ? [Post.Count("programme.applied", -1)] : [] });
        application.StateSince = journal.Now;
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>SHA-256 over the form as typed and the hashes of its files: what stands on the receipt and on every printed page.</summary>
    public static string HashOf(ApplicationDossier dossier)
    {
        var content = new StringBuilder(dossier.Typed.ToJson());
        foreach (var file in dossier.Files.OrderBy(file => file.Slot, StringComparer.Ordinal).ThenBy(file => file.Sha256, StringComparer.Ordinal))
            content.Append('\n').Append(file.Slot).Append(' ').Append(file.Sha256);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString())));
    }

    async Task RebuildMembersAsync(ApplicationDossier dossier, CancellationToken cancel)
    {
        db.RemoveRange(await db.Set<ApplicationMember>().Where(member => member.ApplicationId == dossier.Application.Id).ToListAsync(cancel));
        foreach (var row in dossier.Typed.RowsOf("members"))
        {
            var id = row.GetValueOrDefault("resident_id", "");
            db.Add(new ApplicationMember
            {
                ApplicationId = dossier.Application.Id,
                Name = row.GetValueOrDefault("name", ""),
                OrganisationName = row.GetValueOrDefault("organisation", ""),
                PersonKey = id.Length == 0 ? "" : await PersonKeys.KeyAsync(db, id, cancel),
            });
        }
    }
}
