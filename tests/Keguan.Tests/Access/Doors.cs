using System.Reflection;
using Keguan.Foundation.Access;
using Keguan.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Keguan.Tests.Access;

/// <summary>A button of a page: who may press it, by itself or, where it says nothing, by the page's door.</summary>
/// <param name="Name">As in `?handler=`; empty for the page's own.</param>
sealed record Handler(Door Door, string Name, IReadOnlyList<string>? Acts)
{
    public string Address => Door.Address + (Name.Length > 0 ? "?handler=" + Name : "");

    public string Shown => $"/{Door.Route}{(Name.Length > 0 ? "?handler=" + Name : "")}";

    public bool Opens(Role? role) => Door.Opens(role) && (Acts is null || (role is not null && Acts.Any(permission => Door.Can(role, permission))));
}

/// <summary>A page with its door: who may enter, and an address that fits its route with an id that belongs to nothing.</summary>
/// <param name="Needs">Permissions, any of which opens it; null where it is open to everybody.</param>
sealed record Door(string Page, string Route, IReadOnlyList<string>? Needs, bool Stated, bool Posts, bool HasParameters)
{
    public bool Opens(Role? role) => Needs is null || (role is not null && Needs.Any(permission => Can(role, permission)));

    public static bool Can(Role role, string permission) => new Actor { AccountId = Guid.Empty, Role = role.Code }.Can(permission);

    public IReadOnlyList<Handler> Handlers { get; private set; } = [];

    public string Address => "/" + string.Join('/', Route.Split('/').Select(part => !part.StartsWith('{') ? part
        : part.EndsWith(":guid}", StringComparison.Ordinal) ? Guid.NewGuid().ToString() : part.EndsWith(":int}", StringComparison.Ordinal) ? "1" : "x"));

    /// <summary>Every page of the house, by what routing itself knows of it.</summary>
    public static async Task<IReadOnlyList<Door>> AllAsync(City city)
    {
        var loader = city.Services.GetRequiredService<PageLoader>();
        var doors = new List<Door>();
        var endpoints = city.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (endpoint.RoutePattern, Page: endpoint.Metadata.GetMetadata<PageActionDescriptor>())).Where(one => one.Page is not null);
        foreach (var group in endpoints.GroupBy(one => one.Page!.ViewEnginePath))
        {
            // A page named Index has two addresses; the short one is used.
            var (pattern, page) = group.OrderBy(one => one.RoutePattern.RawText!.Length).First();
            var compiled = await loader.LoadAsync(page!, EndpointMetadataCollection.Empty);
            var metadata = compiled.EndpointMetadata!;
            var needs = metadata.OfType<NeedsAttribute>().LastOrDefault()?.AnyOf;
            var open = metadata.OfType<IAllowAnonymous>().Any();
            var door = new Door(group.Key, Shown(pattern), open ? null : needs ?? [], open || needs is not null, compiled.HandlerMethods.Any(handler => handler.HttpMethod.Equals("Post", StringComparison.OrdinalIgnoreCase)), pattern.Parameters.Count > 0);
            door.Handlers = [.. compiled.HandlerMethods.Where(handler => handler.HttpMethod.Equals("Post", StringComparison.OrdinalIgnoreCase))
                .Select(handler => new Handler(door, handler.Name ?? "", handler.MethodInfo.GetCustomAttribute<ActsAttribute>()?.AnyOf)).OrderBy(handler => handler.Name, StringComparer.Ordinal)];
            doors.Add(door);
        }
        return [.. doors.OrderBy(door => door.Route, StringComparer.Ordinal)];
    }

    static string Shown(RoutePattern pattern) => string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToLowerInvariant(),
        RoutePatternParameterPart parameter => $"{{{parameter.Name}{(parameter.ParameterPolicies.Count > 0 ? ":" + parameter.ParameterPolicies[0].Content : "")}}}",
        _ => "",
    }))));
}
