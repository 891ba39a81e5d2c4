using Keguan.Foundation.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>Every component in all its states, for whoever writes a page and for the tests. There in Development only.</summary>
[AllowAnonymous]
public sealed class GalleryModel(IWebHostEnvironment environment, CurrentActor actor) : PageModel
{
    public sealed class BudgetRow
    {
        public string? Subject { get; set; }
        public string? Reason { get; set; }
        [Wan] public long? AskedFen { get; set; }
        [Wan] public long? OwnFen { get; set; }
    }

    public List<BudgetRow> Budget { get; set; } =
    [
        new() { Subject = "设备费", Reason = "边缘网关 12 台、能耗采集终端 60 只", AskedFen = 18_000_000, OwnFen = 22_000_000 },
        new() { Subject = "业务费", Reason = "材料、测试化验、燃料动力、差旅会议", AskedFen = 16_500_000, OwnFen = 14_000_000 },
        new() { Subject = "劳务费", Reason = "研究生和项目聘用人员，12 人月", AskedFen = 6_000_000, OwnFen = 7_500_000 },
        new() { Subject = "间接费用", Reason = "管理费、绩效支出", AskedFen = 15_600_000, OwnFen = 12_600_000 },
    ];

    public string Frame { get; private set; } = "officer";

    /// <summary>The clock of the examples: 2026-11-18 10:24 in China.</summary>
    public static readonly DateTime At = new(2026, 11, 18, 2, 24, 0, DateTimeKind.Utc);

    public static readonly Choice[] Areas =
    [
        new("331101", T("云岭区", "Yunling District")), new("331102", T("临江区", "Linjiang District")), new("331181", T("金渡市", "Jindu City")),
        new("331121", T("青溪县", "Qingxi County")), new("331122", T("白塔县", "Baita County")), new("331123", T("石梁县", "Shiliang County")),
    ];

    public static readonly Choice[] Many =
        [.. Enumerable.Range(1, 120).Select(i => new Choice($"C{i:0000}", T($"C{i:0000} 第 {i} 小类", $"C{i:0000} class {i}")) { Group = T($"第 {(i - 1) / 20 + 1} 大类", $"Division {(i - 1) / 20 + 1}") })];

    public IActionResult OnGet(string? frame) => Show(frame);

    public IActionResult OnPost(string? frame, List<BudgetRow> budget)
    {
        Budget = budget;
        Rows.Edit(this, "budget", "Budget", Budget, () => new BudgetRow());
        return Show(frame);
    }

    IActionResult Show(string? frame)
    {
        if (!environment.IsDevelopment()) return NotFound();
        Frame = frame ?? "officer";
        if (!actor.Value.IsSignedIn)
        {
            actor.Value = Frame switch
            {
                "officer" => new Actor { AccountId = Guid.Empty, Name = "陈若谷", Role = Roles.Officer.Code, Section = "计划科" },
                "applicant" => new Actor { AccountId = Guid.Empty, Name = "林知夏", Role = Roles.Filler.Code, OrganisationName = "云江瀚拓智能装备有限公司" },
                _ => Actor.Public,
            };
        }
        if (Frame != "empty")
        {
            ModelState.AddModelError("Budget[3].AskedFen", T("上限 15.0 万元，请减少 0.6 万元", "At most 150,000 yuan: 6,000 less").ToString());
            ModelState.AddModelError("OwnTotal", T("比要求少 10.6 万元，请增加自筹或减少申请资助", "106,000 yuan short of what is required").ToString());
        }
        return Page();
    }
}
