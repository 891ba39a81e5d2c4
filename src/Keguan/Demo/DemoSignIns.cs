using Keguan.Foundation;
using Keguan.Foundation.Access;
using static Keguan.Foundation.Texts;

namespace Keguan.Demo;

/// <summary>Somebody whom visitors of the demonstration sign in as.</summary>
/// <param name="Who">Name, office and what he is there to show.</param>
public sealed record DemoSignIn(Role Role, string UserName, string Name, Text Who)
{
    public string Password => DemoSignIns.Password;
}

/// <summary>
/// The accounts of the demonstration city that everybody may use. One password for all: they can sign in only where the server was started for demonstration, so it is no
/// secret. The first of a role is the one that `./run` prints.
/// </summary>
public static class DemoSignIns
{
    public const string Password = "yunjiang2026";

    /// <summary>Names by which people of the city sign in; everybody else's is the number in the directory (p0123).</summary>
    static readonly Dictionary<string, string> Pinyin = new()
    {
        ["许知行"] = "xuzhixing", ["韩敬之"] = "hanjingzhi", ["罗景行"] = "luojingxing", ["秦望川"] = "qinwangchuan", ["陈若谷"] = "chenruogu", ["杜若溪"] = "duruoxi", ["蒋星河"] = "jiangxinghe",
        ["周既明"] = "zhoujiming", ["白景初"] = "baijingchu", ["沈砚秋"] = "shenyanqiu", ["季清扬"] = "jiqingyang", ["贺云帆"] = "heyunfan", ["汤沐阳"] = "tangmuyang", ["柳知微"] = "liuzhiwei",
        ["宋听泉"] = "songtingquan", ["邵延青"] = "shaoyanqing", ["顾明川"] = "gumingchuan", ["江若宁"] = "jiangruoning", ["邹书衡"] = "zoushuheng",
        ["方晓筠"] = "fangxiaoyun", ["林知夏"] = "linzhixia", ["李承砚"] = "lichengyan", ["韦清韵"] = "weiqingyun", ["蓝青禾"] = "lanqinghe", ["顾望舒"] = "guwangshu",
    };

    /// <summary>Experts of one panel that is reading now sign in as zhuanjia1 … zhuanjia5.</summary>
    public const int Experts = 5;

    public static string UserNameOf(string name) => Pinyin.GetValueOrDefault(name, "");

    public static string UserNameOfExpert(int place) => $"zhuanjia{place + 1}";

    public static readonly IReadOnlyList<DemoSignIn> All =
    [
        Leading(Roles.UnitAdmin, "方晓筠", T("云江瀚拓智能装备有限公司，单位管理员", "administrator of an enterprise")),
        Leading(Roles.ProjectLeader, "李承砚", T("云江瀚拓智能装备有限公司，项目负责人", "leads a project, has applied")),
        Leading(Roles.Filler, "林知夏", T("云江瀚拓智能装备有限公司，填报人", "fills in an application")),
        Leading(Roles.UnitAdmin, "韦清韵", T("云江启衡新材料有限公司，单位管理员", "administrator of an enterprise with a running project")),
        Leading(Roles.ProjectLeader, "顾望舒", T("云江启衡新材料有限公司，在研项目负责人", "leads a running project")),
        Leading(Roles.Filler, "蓝青禾", T("云江启衡新材料有限公司，填报人", "drafter there")),
        .. Officials.All.Where(one => one.Role == Roles.Recommender.Code).Select(Official),
        .. Enumerable.Range(0, Experts).Select(place => new DemoSignIn(Roles.Expert, UserNameOfExpert(place), "", T($"装备制造组评审专家之{"一二三四五"[place]}", $"reviewer {place + 1} of the machinery panel"))),
        .. new[] { Roles.Officer, Roles.Chief, Roles.Leader, Roles.Finance, Roles.Auditor, Roles.Inspector, Roles.SystemAdmin, Roles.SecurityAdmin, Roles.AuditAdmin }
            .SelectMany(role => Officials.All.Where(one => one.Role == role.Code).Select(Official)),
    ];

    /// <summary>One for each role, in the order of <see cref="Roles.All"/>.</summary>
    public static IReadOnlyList<DemoSignIn> OneForEachRole { get; } = [.. Roles.All.Select(role => All.First(one => one.Role == role))];

    static DemoSignIn Leading(Role role, string name, Text who) => new(role, Pinyin[name], name, who);

    static DemoSignIn Official(CityOfficial official)
    {
        var role = Roles.Find(official.Role)!;
        var bureau = Officials.Counties.FirstOrDefault(county => county.Area == official.Area)?.Name;
        return new DemoSignIn(role, Pinyin[official.Name], official.Name, bureau is null
            ? T($"{official.Section}{official.Post}", role.Label.En)
            : T($"{bureau}{official.Section}{official.Post}", $"county bureau {official.Area}"));
    }
}
