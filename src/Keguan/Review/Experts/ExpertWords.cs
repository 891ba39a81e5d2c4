using Keguan.Foundation;
using Keguan.Foundation.Ui;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Experts;

/// <summary>Words of the library: what kind of expert, local or from elsewhere.</summary>
public static class ExpertWords
{
    public static readonly IReadOnlyDictionary<string, Text> Roles = new Dictionary<string, Text>
    {
        ["technical"] = T("技术", "Technical"),
        ["finance"] = T("财务", "Finance"),
        ["management"] = T("管理", "Management"),
        ["industry"] = T("产业", "Industry"),
    };

    public static Text Role(string key) => Roles.TryGetValue(key, out var text) ? text : Text.Same(key);

    public static Text Place(bool local) => local ? T("本地", "Local") : T("外地", "From elsewhere");

    public static IReadOnlyList<Choice> RoleChoices => [.. Roles.Select(role => new Choice(role.Key, role.Value))];
}
