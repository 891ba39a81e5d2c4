using Keguan.Foundation.Sheets;

namespace Keguan.Demo;

/// <summary>
/// Last year's batch as a workbook, as a bureau would have kept it before it had a system: samples/. The second file is the same with twelve kinds of faults, to show
/// what an import says about each.
/// </summary>
public static class BatchSheet
{
    /// <summary>The anchor day of the files that lie in samples/.</summary>
    public static readonly DateOnly Anchor = new(2026, 11, 18);

    public const string FileName = "science-plan-2025-1.xlsx";
    public const string SpoiltFileName = "science-plan-2025-1-with-faults.xlsx";

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("number", "项目编号", Width: 16),
        new("title", "项目名称", Width: 46),
        new("category", "计划类别", Width: 16),
        new("funding_mode", "资助方式"),
        new("organisation", "承担单位", Width: 34),
        new("uscc", "统一社会信用代码", Width: 22),
        new("area", "所属县（市、区）"),
        new("leader", "项目负责人"),
        new("discipline", "学科代码"),
        new("industry", "行业代码"),
        new("start", "起始日期", CellKind.Date),
        new("end", "完成日期", CellKind.Date),
        new("approved_on", "立项日期", CellKind.Date),
        new("document", "立项文号", Width: 22),
        new("grant", "核定资助", CellKind.MoneyWan, "万元", 1),
        new("own", "自筹经费", CellKind.MoneyWan, "万元", 1),
        new("released", "已下达", CellKind.MoneyWan, "万元", 1),
    ];

    /// <summary>The rows in the order of <see cref="Columns"/>: text, days, and money in 分.</summary>
    public static List<object?[]> Rows(DemoCity city) =>
    [
        .. city.Projects.Select(project =>
        {
            var (application, proposal, organisation) = (project.Application, project.Application.Proposal, city.Organisation(project.Application.Organisation));
            return (object?[])
            [
                application.Number, proposal.Title, CategoryName(proposal.Category), proposal.FundingMode == "self-funded" ? "自筹" : "前补助", organisation.Name, organisation.Uscc,
                Content.Places.Find(organisation.Area).Name, proposal.Leader.Name, proposal.Discipline, proposal.Industry, project.Start, project.OriginalEnd ?? project.End,
                city.Approval.ApprovedOn, city.Approval.DocumentNumber, project.GrantFen, project.OwnFen, project.ReleasedFen,
            ];
        }),
    ];

    /// <summary>Row (counted from 0), column, what stands there instead, and what is wrong with it. One row for each kind of fault.</summary>
    public static IReadOnlyList<(int Row, string Column, object? Value, string Fault)> Faults(IReadOnlyList<object?[]> rows)
    {
        object? At(int row, string column) => rows[row][Columns.ToList().FindIndex(one => one.Key == column)];
        var selfFunded = rows.ToList().FindIndex(row => (string)row[3]! == "自筹");
        var subsidised = rows.ToList().FindIndex(40, row => (string)row[3]! != "自筹");
        var code = (string)At(5, "uscc")!;
        return
        [
            (2, "number", "", "编号空缺"),
            (5, "uscc", code[..17] + (code[17] == '0' ? '1' : '0'), "统一社会信用代码校验位不对"),
            (9, "number", At(8, "number"), "编号与上一行重复"),
            (13, "title", "研究", "项目名称少于 5 字"),
            (17, "category", "重大专项", "没有这个计划类别"),
            (21, "area", "云江县", "没有这个县（市、区）"),
            (25, "start", "2025年13月1日", "不是日期"),
            (29, "end", ((DateOnly)At(29, "start")!).AddDays(-1), "完成日期早于起始日期"),
            (33, "discipline", "99999", "没有这个学科代码"),
            (37, "own", "约四十", "不是金额"),
            (selfFunded, "grant", 100_000_000L, "自筹项目有资助"),
            (subsidised, "released", (long)At(subsidised, "grant")! + 1_000_000L, "已下达超过核定资助"),
        ];
    }

    public static void Write(Stream output, DemoCity city, bool spoilt)
    {
        var rows = Rows(city);
        if (spoilt)
            foreach (var (row, column, value, _) in Faults(rows)) rows[row][Columns.ToList().FindIndex(one => one.Key == column)] = value;
        var plan = new SheetPlan(city.LastCall.Title + "立项项目", Columns)
        {
            Notes = [("来源", "云江市（虚构的示范城市）"), ("立项文号", city.Approval.DocumentNumber), ("金额单位", "万元")],
        };
        using var writer = SheetWriter.Create(SheetFormat.Xlsx, output, plan);
        foreach (var row in rows) writer.Row(row);
        writer.Finish();
    }

    static string CategoryName(string key) => key switch { "key-rd" => "重点研发", "guidance" => "技术创新引导", "base-talent" => "基地和人才", _ => "社会发展与民生" };
}
