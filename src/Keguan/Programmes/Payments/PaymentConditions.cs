using Keguan.Foundation;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

/// <summary>What an instalment waits for, judged by the project's state and by its entries in the Journal: no second truth is kept beside them.</summary>
public sealed class PaymentConditions(KeguanDb db, DefinitionStore definitions)
{
    public const string MidtermPassed = "midterm-passed";
    static readonly string[] Told = [MidtermPassed, "pass", "evaluate"];
    static readonly string[] Stopped = [ProjectLifecycle.Failed, ProjectLifecycle.Terminated, ProjectLifecycle.Revoked];

    /// <summary>Per payment why its condition is not met; payments that may be requested are not in it. The payments' projects must be loaded.</summary>
    public async Task<IReadOnlyDictionary<Guid, Text>> UnmetAsync(IReadOnlyCollection<Payment> payments, CancellationToken cancel = default)
    {
        var ids = payments.Select(payment => payment.ProjectId).Distinct().ToArray();
        var told = (await db.Set<Entry>().AsNoTracking().Where(entry => entry.SubjectType == "project" && ids.Contains(entry.SubjectId) && Told.Contains(entry.Action))
            .Select(entry => new { entry.SubjectId, entry.Action }).ToListAsync(cancel)).Select(entry => (entry.SubjectId, entry.Action)).ToHashSet();
        var result = new Dictionary<Guid, Text>();
        foreach (var payment in payments)
            if (Unmet(payment, action => told.Contains((payment.ProjectId, action))) is { } why) result[payment.Id] = why;
        return result;
    }

    Text? Unmet(Payment payment, Func<string, bool> told)
    {
        var project = payment.Project;
        if (Stopped.Contains(project.State))
        {
            var state = ProjectLifecycle.Table.StateOf(project.State).Inside;
            return T($"项目{state.Zh}，不再拨款", $"The project is {state.En}: nothing more is paid");
        }
        if (project.State == ProjectLifecycle.AgreementPending) return T("任务书尚未生效", "The agreement is not in force yet");
        switch (payment.After)
        {
            case "midterm" when !told(MidtermPassed) && !told("pass"):
                return T("中期报告尚未通过", "The mid-term report has not passed yet");
            case "acceptance" when !told("pass"):
                return T("验收尚未通过", "Acceptance has not passed yet");
            case "acceptance" when !told("evaluate") && PaidAfterwards(payment):
                return T("后补助项目，绩效评价尚未完成", "Subsidised afterwards: the evaluation is not done yet");
            default:
                return null;
        }
    }

    bool PaidAfterwards(Payment payment) => definitions.Get<ProgrammeDefinition>(payment.Definition, payment.DefinitionVersion).Value.FundingMode(payment.FundingMode)?.PaidAfterwards == true;
}
