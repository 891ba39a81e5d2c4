using Keguan.Foundation.Data;

namespace Keguan.Foundation.Public;

/// <summary>What the public learns about a number: that it is on record, what kind of paper bears it and from when, never what stands in it.</summary>
/// <param name="Url">The paper itself, where it is public.</param>
public sealed record Verification(Text Kind, string Number, Text Finding, string? Url = null)
{
    /// <summary>The instant on record, shown to the second.</summary>
    public DateTime? At { get; init; }

    /// <summary>The day on record, where no instant is.</summary>
    public DateOnly? On { get; init; }
}

/// <summary>What a module can confirm: receipts, certificates, document numbers. `services.AddScoped&lt;IVerificationSource, …&gt;()`.</summary>
public interface IVerificationSource
{
    /// <param name="hash">Content hash on the paper, lower-case hexadecimal; empty when none was typed. What asks for it says nothing without it.</param>
    Task<IReadOnlyList<Verification>> VerifyAsync(KeguanDb db, string number, string hash, CancellationToken cancel);
}
