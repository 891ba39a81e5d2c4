using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Organisations.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Register;

/// <summary>What a valid 统一社会信用代码 says by itself (GB 32100-2015, table of registries and kinds): who registered the body, as what, and where.</summary>
/// <param name="Kinds">Kinds of organisation that it may be, the usual one first.</param>
/// <param name="Area">Where it was registered, six digits.</param>
public sealed record CodeReading(Text Registry, Text Body, IReadOnlyList<string> Kinds, string Area)
{
    static readonly Dictionary<char, Text> Registries = new()
    {
        ['1'] = T("机构编制部门", "Office of public sector reform"),
        ['2'] = T("外交部门", "Foreign affairs"),
        ['3'] = T("司法行政部门", "Judicial administration"),
        ['4'] = T("文化部门", "Culture"),
        ['5'] = T("民政部门", "Civil affairs"),
        ['6'] = T("旅游部门", "Tourism"),
        ['7'] = T("宗教事务部门", "Religious affairs"),
        ['8'] = T("工会", "Trade union"),
        ['9'] = T("市场监督管理部门", "Market regulation"),
        ['A'] = T("中央军委改革和编制办公室", "Military reform and organisation office"),
        ['N'] = T("农业农村部门", "Agriculture and rural affairs"),
        ['Y'] = T("其他登记部门", "Another registry"),
    };

    static readonly Dictionary<string, (Text Body, string[] Kinds)> Bodies = new()
    {
        ["11"] = (T("机关", "Organ of state"), ["government"]),
        ["12"] = (T("事业单位", "Public institution"), ["institute", "university", "hospital", "other"]),
        ["13"] = (T("群众团体", "Mass organisation"), ["government", "other"]),
        ["31"] = (T("律师执业机构", "Law firm"), ["other"]),
        ["34"] = (T("司法鉴定机构", "Forensic institution"), ["other", "institute"]),
        ["51"] = (T("社会团体", "Association"), ["other"]),
        ["52"] = (T("民办非企业单位", "Private non-enterprise unit"), ["institute", "university", "hospital", "other"]),
        ["53"] = (T("基金会", "Foundation"), ["other"]),
        ["91"] = (T("企业", "Enterprise"), ["enterprise", "institute", "hospital", "other"]),
        ["92"] = (T("个体工商户", "Sole trader"), ["other"]),
        ["93"] = (T("农民专业合作社", "Farmers' cooperative"), ["cooperative"]),
        ["N1"] = (T("组级集体经济组织", "Collective of a villagers' group"), ["other", "cooperative"]),
        ["N2"] = (T("村级集体经济组织", "Village collective"), ["other", "cooperative"]),
        ["N3"] = (T("乡镇级集体经济组织", "Township collective"), ["other", "cooperative"]),
    };

    static readonly string[] Any = ["other", "institute", "university", "hospital"];

    /// <param name="code">A code that <see cref="Uscc.Check"/> has nothing against.</param>
    public static CodeReading Of(string code)
    {
        var (body, kinds) = Bodies.TryGetValue(code[..2], out var known) ? known : (T("其他机构", "Another body"), Any);
        return new CodeReading(Registries.GetValueOrDefault(code[0]), body, kinds, code[2..8]);
    }

    /// <summary>Why an organisation with this code can't be of that kind, or null.</summary>
    public Text? Contradicts(string kind) => Kinds.Contains(kind) ? null
        : T($"代码表明登记机构类别为“{Body.Zh}”，与“{OrganisationKinds.Of(kind).Zh}”不符", $"By its code it is registered as “{Body.En}”, which is no “{OrganisationKinds.Of(kind).En}”");

}
