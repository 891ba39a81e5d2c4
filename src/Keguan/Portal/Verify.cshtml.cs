using Keguan.Foundation.Codes;
using Keguan.Foundation.Numbering;
using Keguan.Foundation.Public;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Portal;

/// <summary>查询核验: whether a receipt, a certificate or a document number is on record. A link with both values (printed as a code on paper) does the same.</summary>
[AllowAnonymous]
public sealed class VerifyModel(IEnumerable<IVerificationSource> sources) : PortalPage
{
    public const int HashLength = 64;

    public IReadOnlyList<Verification> Found { get; private set; } = [];
    public bool Asked { get; private set; }
    public bool ForDocument => For == "document";

    [BindProperty(SupportsGet = true)] public string? Number { get; set; }
    [BindProperty(SupportsGet = true)] public string? Hash { get; set; }
    [BindProperty(SupportsGet = true)] public string? For { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        var number = HalfWidth.Of(Number?.Trim() ?? "");
        var hash = string.Concat(HalfWidth.Of(Hash ?? "").Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
        if (number.Length == 0 && hash.Length == 0) return true;
        if (number.Length is 0 or > 60) Wrong(nameof(Number), T("请填写回执编号、证书编号或文号", "Enter the number of the receipt, certificate or document"));
        if (hash.Length > 0 && (hash.Length != HashLength || !hash.All(char.IsAsciiHexDigitLower))) Wrong(nameof(Hash), T($"摘要值是 {HashLength} 位数字和字母 a–f，请对照回执核对", $"The hash has {HashLength} digits and letters a–f: compare it with the receipt"));
        if (!ModelState.IsValid) return true;
        if (DocumentNumber.TryParse(number, out var document, out _)) number = document;
        foreach (var source in sources) Found = [.. Found, .. await source.VerifyAsync(Db, number, hash, Cancel)];
        Asked = true;
        return true;
    }
}
