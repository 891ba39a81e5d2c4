using Keguan.Foundation.Data;
using Keguan.Foundation.Public;

namespace Keguan.Foundation.Numbering;

/// <summary>
/// 发文字号 of a whole bureau: one running number for each mark and year, whatever kind of paper bears it. Numbers typed by hand (the paper register goes its own way)
/// are passed over by the count, and none is used twice: every module says which it has given (<see cref="IVerificationSource"/>).
/// </summary>
public sealed class DocumentNumbers(KeguanDb db, Numbers numbers, IEnumerable<IVerificationSource> papers)
{
    /// <summary>The next free number of a mark: 云科发〔2026〕22号. Ask within the transaction that saves the paper.</summary>
    public async Task<string> NextAsync(string mark, DateOnly day, CancellationToken cancel = default)
    {
        while (true)
        {
            var number = await numbers.Next("document." + mark, mark + "〔{year}〕{n}号", day, cancel: cancel);
            if (await BearerAsync(number, cancel) is null) return number;
        }
    }

    /// <summary>Refuses a number typed by hand that another paper bears.</summary>
    /// <param name="number">As <see cref="DocumentNumber.TryParse"/> writes it.</param>
    public async Task RequireFreeAsync(string number, CancellationToken cancel = default)
    {
        if (await BearerAsync(number, cancel) is { } bearer)
            throw new Refusal($"文号 {number} 已用于{bearer.Kind.Zh}，请核对后填写其他文号", $"The number {number} is already borne by: {bearer.Kind.En}. Check it and enter another one");
    }

    async Task<Verification?> BearerAsync(string number, CancellationToken cancel)
    {
        foreach (var source in papers)
        {
            if ((await source.VerifyAsync(db, number, "", cancel)).FirstOrDefault(one => one.Number == number) is { } found) return found;
        }
        return null;
    }
}
