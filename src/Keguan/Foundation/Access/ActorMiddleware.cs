using System.Security.Claims;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Access;

/// <summary>Turns the cookie into an <see cref="Actor"/>: account alive, session not ended, identity still granted — one query a request.</summary>
public sealed class ActorMiddleware(RequestDelegate next)
{
    /// <summary>Claim that names the <see cref="SignInSession"/>.</summary>
    public const string SessionClaim = "kg:session";

    public async Task InvokeAsync(HttpContext context, KeguanDb db, CurrentActor current)
    {
        if (context.User.Identity?.IsAuthenticated == true && Guid.TryParse(context.User.FindFirstValue(SessionClaim), out var sessionId))
        {
            var found = await (
                from session in db.Set<SignInSession>()
                join account in db.Users on session.AccountId equals account.Id
                join grant in db.Set<RoleGrant>() on session.GrantId equals grant.Id into grants
                from grant in grants.DefaultIfEmpty()
                where session.Id == sessionId && session.EndedAt == null && account.DisabledAt == null
                select new { account.Id, account.DisplayName, Grant = grant }).AsNoTracking().FirstOrDefaultAsync(context.RequestAborted);
            if (found is null)
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
            else
            {
                var live = found.Grant is { EndedAt: null } && found.Grant.AccountId == found.Id ? found.Grant : null;
                current.Value = new Actor
                {
                    AccountId = found.Id,
                    SessionId = sessionId,
                    Name = found.DisplayName,
                    GrantId = live?.Id,
                    Role = live?.Role ?? "",
                    OrganisationId = live?.OrganisationId,
                    OrganisationName = live?.OrganisationName ?? "",
                    Area = live?.Area ?? "",
                    Section = live?.Section ?? "",
                    PersonId = live?.PersonId,
                };
            }
        }
        await next(context);
    }
}
