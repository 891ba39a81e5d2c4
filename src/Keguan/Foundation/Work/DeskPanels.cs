using Keguan.Foundation.Access;
using Keguan.Foundation.Data;

namespace Keguan.Foundation.Work;

/// <summary>Where on the desk: over its whole width on top, in its main part, at its side.</summary>
public enum DeskPlace { Top, Main, Side }

/// <summary>A card of the desk: a partial view of the module that knows about it, with its model.</summary>
/// <param name="Partial">Path of the view from the root: “/Programmes/Work/_Calls.cshtml”.</param>
public sealed record DeskPanel(DeskPlace Place, int Order, string Partial, object Model);

/// <summary>What a module shows on a desk beside the work itself (<see cref="IWorkSource"/>). Registered with `services.AddScoped&lt;IDeskPanel, …&gt;()`.</summary>
public interface IDeskPanel
{
    /// <summary>Null where this actor's desk has no such card. A few queries, however much there is.</summary>
    Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel);
}

/// <summary>A button in the head of the desk, for who holds the permission: “起草申报通知”.</summary>
public sealed record DeskAct(Text Text, string Url, string Icon, string Permission, int Order = 0);

/// <summary>Where the page of a subject is.</summary>
public sealed record SubjectAddress(Guid Id, string Url);

/// <summary>
/// The pages of one kind of subject, so that what the Journal says of it can be followed. Asked for several at once: a payment, say, stands on the page of its project,
/// which the database has to tell. <paramref name="Permissions"/> are those of the page; whoever holds none of them gets no link.
/// </summary>
public sealed record SubjectPage(string Subject, Func<KeguanDb, Actor, IReadOnlyCollection<Guid>, CancellationToken, Task<IReadOnlyList<SubjectAddress>>> Find, params string[] Permissions);
