using Microsoft.AspNetCore.Authorization;

namespace Keguan.Foundation.Access;

/// <summary>The door of a page: any one of these permissions opens it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(params string[] permissions) : AuthorizeAttribute, IAuthorizationRequirement, IAuthorizationRequirementData
{
    public IReadOnlyList<string> AnyOf { get; } = permissions;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

public sealed class NeedsHandler(CurrentActor actor) : AuthorizationHandler<NeedsAttribute>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsAttribute requirement)
    {
        if (requirement.AnyOf.Any(actor.Value.Can)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
