using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;

namespace Keguan.Foundation.Accounts.Audit;

/// <summary>Writes the security log. Adds to the context: what is told is saved together with what happened, or neither.</summary>
public sealed class SecurityLog(KeguanDb db, TimeProvider time, CurrentActor actor, IHttpContextAccessor http)
{
    /// <param name="who">Who did it; the present actor when not given.</param>
    /// <param name="target">Whose account it was about, where not his own.</param>
    public void Add(string kind, string outcome = SecurityKinds.Ok, Account? who = null, Account? target = null, string detail = "")
    {
        var now = actor.Value;
        var self = who is null || who.Id == now.AccountId;
        db.Add(new SecurityEvent
        {
            At = time.GetUtcNow().UtcDateTime,
            Kind = kind,
            Outcome = outcome,
            AccountId = who?.Id ?? now.AccountId,
            AccountName = who?.DisplayName ?? now.Name,
            Role = self ? now.Role : "",
            TargetId = target?.Id,
            TargetName = target?.DisplayName ?? "",
            Address = AddressOf(http.HttpContext),
            Detail = Short(detail),
        });
    }

    /// <summary>Somebody who gave a name that nobody has. The name is masked: people type their passwords into the wrong field.</summary>
    public void AddUnknown(string kind, string outcome, string typed) => db.Add(new SecurityEvent
    {
        At = time.GetUtcNow().UtcDateTime,
        Kind = kind,
        Outcome = outcome,
        AccountName = typed.Contains('@', StringComparison.Ordinal) ? Short(Masking.Email(typed)) : typed.Length > 3 ? typed[..2] + "***" : "***",
        Address = AddressOf(http.HttpContext),
    });

    /// <summary>Where the request came from; empty for jobs and commands.</summary>
    public static string AddressOf(HttpContext? context)
    {
        var address = context?.Connection.RemoteIpAddress;
        if (address is null) return "";
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    static string Short(string text) => text.Length > 300 ? text[..299] + "…" : text;
}
