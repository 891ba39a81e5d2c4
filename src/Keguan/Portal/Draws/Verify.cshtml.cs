using Keguan.Foundation;
using Keguan.Foundation.Accounts.Links;
using Keguan.Foundation.Documents;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Portal.Draws;

/// <summary>
/// 抽取核验: with script the visitor's own browser computes a draw again (js/draw.js); without, or for a certificate, the server does. Nothing is kept.
/// </summary>
[AllowAnonymous]
public sealed class VerifyModel(SiteAddress site) : PortalPage
{
    const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Comparing a lottery with the fairest one is the only thing that may take long; strangers are given this much.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public DrawReport? Report { get; private set; }

    /// <summary>The hash that a certificate names: another record is then refused, however valid.</summary>
    [BindProperty(SupportsGet = true)] public string? Hash { get; set; }
    [BindProperty] public string? Record { get; set; }
    [BindProperty] public IFormFile? Upload { get; set; }

    /// <summary>The address of this page with the record's hash, as a picture.</summary>
    public string Code => "data:image/png;base64," + Convert.ToBase64String(QrCode.Png(site.Of("/portal/draws/verify?hash=" + Report?.RecordHash), 4));

    public Text MethodWords => Report?.Method switch
    {
        "lottery" => T("公平抽签", "fair lottery"),
        "rfc3797" => T("RFC 3797", "RFC 3797"),
        _ => T("随机排序", "random order"),
    };

    protected internal override Task<bool> LoadAsync()
    {
        if (Hash is not { Length: 64 } || !Hash.All(char.IsAsciiHexDigitLower)) Hash = null;
        return Task.FromResult(true);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        if (Upload is { Length: > MostBytes } || Record is { Length: > MostBytes }) Wrong(nameof(Upload), T("抽取记录不能超过 4 MB", "A record has at most 4 MB"));
        else if (Upload is not { Length: > 0 } && string.IsNullOrWhiteSpace(Record)) Wrong(nameof(Upload), T("请选择抽取记录文件，或粘贴记录全文", "Choose the file of a record, or paste it"));
        if (!ModelState.IsValid) return await Invalid();
        using var text = new MemoryStream();
        if (Upload is { Length: > 0 } file) await file.CopyToAsync(text, Cancel);
        else text.Write(System.Text.Encoding.UTF8.GetBytes(Record!));
        var report = DrawRecords.Verify(text.GetBuffer().AsSpan(0, (int)text.Length), Patience);
        if (report.RecordHash is { } hash && Hash is { } wanted && hash != wanted)
        {
            var last = report.Findings[^1];
            report = new DrawReport { IsCompared = true, Findings = [.. report.Findings.SkipLast(1), last with { Problem = T("这不是证书所指的那份记录：摘要不同", "This is not the record that the certificate names: its hash differs") }] };
        }
        Report = report;
        Response.Headers.CacheControl = "no-store";
        return Page();
    }
}
