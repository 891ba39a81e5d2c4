using System.Security.Claims;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Keguan.Foundation.Access;

/// <summary>
/// Turns the cookie into an <see cref="Actor"/>: account alive, session neither ended nor too old, identity still granted, second factor shown where the
/// role asks for one — one query a request, and one write a minute.
/// </summary>
public sealed class ActorMiddleware(RequestDelegate next, TimeProvider time, DemoMode demo, IOptions<AccountOptions> options)
{
    /// <summary>Claim that names the <see cref="SignInSession"/>.</summary>
    public const string SessionClaim = "kg:session";

    static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

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
                select new { account.Id, account.DisplayName, account.Demo, session.Method, session.StartedAt, session.LastSeenAt, Grant = grant })
                .AsNoTracking().FirstOrDefaultAsync(context.RequestAborted);
            var now = time.GetUtcNow().UtcDateTime;
            if (found is null || now - found.StartedAt >= options.Value.Absolute || now - found.LastSeenAt >= options.Value.Idle || (found.Demo && !demo.On))
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
                current.HasLapsed = true;
            }
            else
            {
                if (now - found.LastSeenAt >= SeenEvery) await SeenAsync(db, sessionId, now);
                var live = found.Grant is { EndedAt: null } && found.Grant.AccountId == found.Id ? found.Grant : null;
                var waits = live is null ? Waits.Identity
                    : SecondFactors.AwaitedFrom(found.Demo, live.Role, found.Method, demo.On) ? Waits.SecondFactor
                    : Waits.Nothing;
                // Who still has to do something acts in no role meanwhile, so that nothing is open to him by oversight.
                var acting = waits == Waits.Nothing ? live : null;
                current.Value = new Actor
                {
                    AccountId = found.Id,
                    SessionId = sessionId,
                    Name = found.DisplayName,
                    Waits = waits,
                    GrantId = live?.Id,
                    Role = acting?.Role ?? "",
                    OrganisationId = acting?.OrganisationId,
                    OrganisationName = acting?.OrganisationName ?? "",
                    Area = acting?.Area ?? "",
                    Section = acting?.Section ?? "",
                    PersonId = acting?.PersonId,
                };
            }
        }
        await next(context);
    }

    /// <summary>At most once a minute, and only by one of several requests at the same time.</summary>
    static Task SeenAsync(KeguanDb db, Guid sessionId, DateTime now)
    {
        var before = now - SeenEvery;
        return db.Set<SignInSession>().Where(session => session.Id == sessionId && session.LastSeenAt <= before)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.LastSeenAt, now));
    }
}
