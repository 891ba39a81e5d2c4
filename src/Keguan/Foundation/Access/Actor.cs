using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Access;

/// <summary>What somebody who is signed in must do before anything else.</summary>
public enum Waits { Nothing, Identity, SecondFactor }

/// <summary>Who is acting now: an account in one of its identities, the public, or the system itself.</summary>
public sealed record Actor
{
    public Guid? AccountId { get; init; }
    public Guid? GrantId { get; init; }
    public Guid? SessionId { get; init; }
    public string Name { get; init; } = "";
    public string Role { get; init; } = "";
    public Guid? OrganisationId { get; init; }
    public string OrganisationName { get; init; } = "";
    public string Area { get; init; } = "";
    public string Section { get; init; } = "";
    public Guid? PersonId { get; init; }
    public bool IsSystem { get; init; }

    /// <summary>Signed in, but without a chosen identity, or without the second factor that his identity asks for: then he acts in no role.</summary>
    public Waits Waits { get; init; }

    public static readonly Actor Public = new();
    public static readonly Actor System = new() { IsSystem = true, Name = "系统", Role = "system" };

    public bool IsSignedIn => AccountId is not null;
    public Audience Audience => Roles.Find(Role)?.Audience ?? Audience.Public;
    public Text RoleText => Roles.Find(Role)?.Label ?? (IsSystem ? T("系统", "System") : T("公众", "Public"));

    public bool Can(string permission) => permission switch
    {
        Permissions.SecondFactor => IsSignedIn,
        Permissions.OwnAccount => IsSignedIn && Waits != Waits.SecondFactor,
        _ => IsSystem || Permissions.Of(Role).Contains(permission),
    };

    /// <summary>A bureau role that reads all business of the bureau.</summary>
    public bool SeesAll => IsSystem || Audience == Audience.Officer;
}

/// <summary>The actor of this request, job or command. Set once at the door (<see cref="ActorMiddleware"/>), read everywhere.</summary>
public sealed class CurrentActor
{
    public Actor Value { get; set; } = Actor.Public;

    /// <summary>The cookie names a session that has ended meanwhile: timed out, or ended from elsewhere.</summary>
    public bool HasLapsed { get; set; }
}
