using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Imports;
using Keguan.Foundation.Notices;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Tests.Foundation.Imports;

public sealed class SampleRow
{
    public string Number { get; set; } = "";
    public string Title { get; set; } = "";
    public string Uscc { get; set; } = "";
    public string Category { get; set; } = "";
    public long GrantFen { get; set; }
    public long OwnFen { get; set; }
    public DateOnly? Start { get; set; }
    public int Months { get; set; }
    public bool Joint { get; set; }
}

/// <summary>An import as a module would declare it. It stores mails, which stand for anything.</summary>
public sealed class SampleImport : ImportDefinition<SampleRow>
{
    public SampleImport() : base("sample/projects", T("历年项目", "Projects of past years"))
    {
        Guide = T("每行一个项目。", "One project a row.");
        DoneUrl = "/jobs";
        Words("number", T("项目编号", "Number"), (row, text) => row.Number = text, max: 20).Required().Alias("编号").Like("YKJ2025-001");
        Words("title", T("项目名称", "Title"), (row, text) => row.Title = text, max: 50).Required().Alias("课题名称");
        Parsed<string>("uscc", T("统一社会信用代码", "Credit code"), Uscc.TryParse, (row, code) => row.Uscc = code).Required().Alias("信用代码");
        Choice("category", T("类别", "Category"), (row, code) => row.Category = code, ("key", T("重点研发", "Key R&D")), ("talent", T("基地和人才", "Bases and talents"))).Required();
        Amount("grant", T("资助金额", "Grant"), (row, fen) => row.GrantFen = fen).Required();
        Amount("own", T("自筹金额", "Own funds"), (row, fen) => row.OwnFen = fen);
        Date("start", T("开始日期", "Start"), (row, day) => row.Start = day);
        Whole("months", T("期限（月）", "Months"), (row, number) => row.Months = number, 1, 60);
        YesNo("joint", T("联合申报", "Joint"), (row, yes) => row.Joint = yes);
        Key("number", row => row.Number);
    }

    public override string Permission => Permissions.CallsDraft;

    protected override async Task CheckAsync(ImportContext context, IReadOnlyList<ImportRow<SampleRow>> rows, CancellationToken cancel)
    {
        var numbers = rows.Select(row => row.Value.Number).ToList();
        var known = await context.Db.Set<OutboxMail>().Where(mail => numbers.Contains(mail.To)).Select(mail => mail.To).ToListAsync(cancel);
        foreach (var row in rows)
        {
            row.FaultIf(known.Contains(row.Value.Number), "number", T("系统中已有此编号", "there is such a number already"));
            row.FaultIf(row.Value.OwnFen > 0 && row.Value.OwnFen < row.Value.GrantFen, "own", T("自筹不得少于资助", "own funds must not be less than the grant"));
            row.FaultIf(row.Value.Joint && row.Value.Months == 0, null, T("联合申报须写明期限", "joint ones need a number of months"));
        }
    }

    /// <summary>A number for which storing breaks, to see what is left.</summary>
    public static string? Breaks { get; set; }

    protected override Task ApplyAsync(ImportContext context, IReadOnlyList<ImportRow<SampleRow>> rows, CancellationToken cancel)
    {
        foreach (var row in rows)
        {
            if (row.Value.Number == Breaks) throw new InvalidOperationException("broken");
            context.Db.Add(new OutboxMail { To = row.Value.Number, Subject = row.Value.Title, Body = $"{row.Value.GrantFen}|{row.Value.OwnFen}|{row.Value.Category}|{row.Value.Start:yyyy-MM-dd}|{row.Value.Months}|{row.Value.Joint}", CreatedAt = context.Now });
        }
        return Task.CompletedTask;
    }
}
