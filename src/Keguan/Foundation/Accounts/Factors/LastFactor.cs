using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Grants;

namespace Keguan.Foundation.Accounts.Factors;

/// <summary>Who holds a role that asks for a second factor keeps at least one.</summary>
static class LastFactor
{
    public static async Task RefuseAsync(RoleGrants grants, Account account, int left, CancellationToken cancel)
    {
        if (left > 0) return;
        if ((await grants.OfAsync(account.Id, cancel)).Select(grant => Roles.Find(grant.Role)).FirstOrDefault(SecondFactors.NeededFor) is { } role)
            throw new Refusal($"您的身份“{role.Label.Zh}”须有第二因素，请先设置另一个再移除", $"Your role “{role.Label.En}” needs a second factor: set up another one first");
    }
}
