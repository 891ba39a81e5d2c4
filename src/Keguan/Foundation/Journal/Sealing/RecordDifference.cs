using System.Globalization;
using System.Text.Json;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>Tells in words in which fields two records of the same entry differ.</summary>
static class RecordDifference
{
    static readonly Dictionary<string, Text> Names = new()
    {
        ["action"] = T("动作", "action"), ["actor"] = T("操作人", "actor"), ["at"] = T("时间", "time"), ["corrects"] = T("所更正的记录", "corrected entry"),
        ["definition"] = T("业务定义", "definition"), ["from"] = T("原状态", "from"), ["id"] = T("记录编号", "id"), ["occurredOn"] = T("业务日期", "business day"),
        ["organisation"] = T("单位", "organisation"), ["role"] = T("角色", "role"), ["sequence"] = T("序号", "sequence"), ["subject"] = T("事项编号", "subject"),
        ["subjectType"] = T("事项类别", "kind of subject"), ["text"] = T("文字的摘要值", "hash of the text"), ["to"] = T("新状态", "to"), ["v"] = T("格式", "form"),
        ["area"] = T("地区", "area"), ["batch"] = T("批次", "batch"), ["category"] = T("类别", "category"), ["index"] = T("分录号", "index"),
        ["level"] = T("级别", "level"), ["measure"] = T("指标", "measure"), ["mode"] = T("方式", "mode"), ["quantity"] = T("数量", "quantity"), ["unit"] = T("单位名称", "unit"),
    };

    /// <param name="before">The record that was sealed.</param>
    /// <param name="now">The record made from the rows as they stand.</param>
    public static Text Between(string before, string now)
    {
        var (was, isNow) = (Fields(before), Fields(now));
        var differences = new List<Text>();
        foreach (var index in was.Keys.Concat(isNow.Keys).Select(k => k.Posting).Where(i => i >= 0).Distinct().Order().ToList())
        {
            bool had = was.Keys.Any(k => k.Posting == index), has = isNow.Keys.Any(k => k.Posting == index);
            if (had && has) continue;
            var of = had ? was : isNow;
            var what = $"{of.GetValueOrDefault((index, "measure"))} {of.GetValueOrDefault((index, "quantity"))}";
            differences.Add(had ? T($"分录 {index}（{what}）缺失", $"posting {index} ({what}) is missing") : T($"多出分录 {index}（{what}）", $"posting {index} ({what}) was added"));
            foreach (var key in of.Keys.Where(k => k.Posting == index).ToList()) of.Remove(key);
        }
        foreach (var key in was.Keys.Union(isNow.Keys).OrderBy(k => k.Posting).ThenBy(k => k.Name, StringComparer.Ordinal))
        {
            string a = was.GetValueOrDefault(key, ""), b = isNow.GetValueOrDefault(key, "");
            if (a == b) continue;
            var name = Names.TryGetValue(key.Name, out var words) ? words : Text.Same(key.Name);
            if (key.Posting >= 0) name = T($"分录 {key.Posting} 的{name.Zh}", $"{name.En} of posting {key.Posting}");
            differences.Add(T($"{name.Zh}原为“{a}”，现为“{b}”", $"{name.En} was “{a}”, is “{b}”"));
        }
        return T(string.Join("；", differences.Select(d => d.Zh)), string.Join("; ", differences.Select(d => d.En)));
    }

    /// <summary>One line on what a sealed record says, for an entry that is no longer there.</summary>
    public static Text Brief(string record)
    {
        var fields = Fields(record);
        string Of(string name) => fields.GetValueOrDefault((-1, name), "");
        return Text.Same($"{Of("at")} {Of("subjectType")} {Of("subject")} #{Of("sequence")} {Of("action")} {Of("from")}→{Of("to")}");
    }

    /// <summary>The field of an authentic record.</summary>
    public static string Field(string record, string name) => Fields(record).GetValueOrDefault((-1, name), "");

    static Dictionary<(int Posting, string Name), string> Fields(string record)
    {
        var fields = new Dictionary<(int, string), string>();
        using var json = JsonDocument.Parse(record);
        foreach (var field in json.RootElement.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.String) fields[(-1, field.Name)] = field.Value.GetString()!;
            if (field.Value.ValueKind != JsonValueKind.Array) continue;
            foreach (var posting in field.Value.EnumerateArray())
            {
                var index = int.Parse(posting.GetProperty("index").GetString()!, CultureInfo.InvariantCulture);
                foreach (var part in posting.EnumerateObject())
                    if (part.Name != "index") fields[(index, part.Name)] = part.Value.GetString()!;
            }
        }
        return fields;
    }
}
