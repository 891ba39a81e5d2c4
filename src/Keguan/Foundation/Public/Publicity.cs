using Keguan.Foundation.Data;

namespace Keguan.Foundation.Public;

/// <summary>公示: one line on the portal.</summary>
/// <param name="From">First day of the publicity.</param>
/// <param name="To">Its last day.</param>
/// <param name="Outcome">What became of it once it has ended: “无异议”, “异议 1 件，已答复”; empty while it runs.</param>
public sealed record PublicityHead(Guid Id, string Title, DateOnly From, DateOnly To, bool Running, Text Outcome);

/// <summary>A list that the public may read: heads and cells, already reduced to the fields that the definition makes public.</summary>
public sealed record PublicTable(Text Title, IReadOnlyList<Text> Columns, IReadOnlyList<PublicRow> Rows);

/// <summary>One row; `ActUrl` is what anybody may do about it, such as objecting, as long as he may.</summary>
public sealed record PublicRow(IReadOnlyList<string> Cells, string? ActUrl = null);

/// <summary>A publicity's own page.</summary>
public sealed record PublicityPage(PublicityHead Head, IReadOnlyList<PublicTable> Tables)
{
    /// <summary>What it is about, Markdown.</summary>
    public Text Words { get; init; }

    /// <summary>How and until when somebody may object.</summary>
    public Text HowToObject { get; init; }
}

/// <summary>What a module has in publicity. The portal shows all of them together: `services.AddScoped&lt;IPublicitySource, …&gt;()`.</summary>
public interface IPublicitySource
{
    /// <summary>Running ones first, then those that ended last; <paramref name="words"/> narrows by title, empty for all.</summary>
    Task<IReadOnlyList<PublicityHead>> ListAsync(KeguanDb db, DateTime now, string words, int most, CancellationToken cancel);

    /// <summary>Null where this module has no such publicity, or the public may not see it.</summary>
    Task<PublicityPage?> FindAsync(KeguanDb db, Guid id, DateTime now, CancellationToken cancel);
}
