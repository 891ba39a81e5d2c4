using System.Globalization;
using System.Text;
using Keguan.Foundation.Access;
using Keguan.Foundation.Files;

namespace Keguan.Demo.Loading;

/// <summary>The papers that every application brings: one small PDF of each kind, stored once and referred to by all.</summary>
sealed class Papers
{
    static readonly (string Slot, string Name, string[] Lines)[] Kinds =
    [
        ("licence", "营业执照.pdf", ["营业执照（示例）", "本文件供云江市演示环境使用，不代表任何真实单位。"]),
        ("finance_report", "上年度财务报表.pdf", ["上年度财务报表（示例）", "一、资产负债表  二、利润表  三、现金流量表", "本文件供云江市演示环境使用。"]),
        ("pledge_file", "诚信承诺书.pdf", ["诚信承诺书（示例）", "承诺所报材料真实、完整，不存在多头申报、重复申报和科研失信行为。", "负责人（签字）    单位（盖章）"]),
        ("partner_agreement", "合作协议.pdf", ["合作协议（示例）", "第一条 合作内容  第二条 分工  第三条 经费  第四条 进度", "第五条 成果归属：按各方贡献大小共有，另行约定的从其约定。"]),
        ("own_proof", "自筹资金证明.pdf", ["自筹资金证明（示例）", "兹证明单位自筹资金已落实，专项用于本项目。"]),
        ("report", "科技报告.pdf", ["科技报告（示例）", "一、研究内容与方法  二、主要结果  三、结论与应用"]),
        ("self_finance", "经费决算表.pdf", ["经费决算表（示例）", "财政资金、自筹资金按预算科目列支，单独核算。"]),
        ("audit", "经费专项审计报告.pdf", ["经费专项审计报告（示例）", "经审计，项目经费单独核算、专款专用。"]),
        ("signed-agreement", "任务书（单位签章）.pdf", ["市级科技计划项目任务书（示例）", "甲方（主管部门）：", "乙方（承担单位）：签章"]),
        ("agreement", "任务书（双方签章）.pdf", ["市级科技计划项目任务书（示例）", "甲方（主管部门）：签章", "乙方（承担单位）：签章"]),
    ];

    readonly Dictionary<string, (string Name, long Size, string Sha256)> _kept = [];

    public static async Task<Papers> MakeAsync(BlobStore blobs, CancellationToken cancel)
    {
        var papers = new Papers();
        foreach (var (slot, name, lines) in Kinds)
        {
            using var content = new MemoryStream(Pdf(lines));
            using var incoming = await blobs.Receive(content, content.Length, cancel);
            blobs.Keep(incoming);
            papers._kept[slot] = (name, incoming.Length, incoming.Sha256);
        }
        return papers;
    }

    public StoredFile? Of(FileOwner owner, string slot, Actor by, DateTime at) => _kept.TryGetValue(slot, out var kept)
        ? new StoredFile
        {
            SubjectType = owner.Type, SubjectId = owner.Id, Slot = slot, Name = kept.Name, Kind = FileKind.Pdf, Size = kept.Size, Sha256 = kept.Sha256, UploadedBy = by.AccountId,
            UploadedByName = by.Name, UploadedAt = at,
        }
        : null;

    /// <summary>One A4 page in a font that every reader of Chinese PDF brings (STSong-Light): a kilobyte, the same bytes every time.</summary>
    internal static byte[] Pdf(IReadOnlyList<string> lines)
    {
        var page = new StringBuilder("BT\n");
        foreach (var (index, line) in lines.Index())
            page.Append(CultureInfo.InvariantCulture, $"/F1 {(index == 0 ? 22 : 12)} Tf 1 0 0 1 72 {(index == 0 ? 740 : 700 - index * 24)} Tm <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(line))}> Tj\n");
        page.Append("ET");
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
            $"<< /Length {page.Length.ToString(CultureInfo.InvariantCulture)} >>\nstream\n{page}\nendstream",
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R /DW 1000 >>",
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        ];
        var file = new StringBuilder("%PDF-1.5\n");
        var offsets = new int[objects.Length];
        foreach (var (index, body) in objects.Index())
        {
            offsets[index] = file.Length;
            file.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{body}\nendobj\n");
        }
        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) file.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }
}
