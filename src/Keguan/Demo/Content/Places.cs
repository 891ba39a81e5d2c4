namespace Keguan.Demo.Content;

/// <summary>A county or district of the city, with what addresses and shares need.</summary>
/// <param name="Share">Of 300 organisations.</param>
public sealed record County(string Code, string Name, int Share, IReadOnlyList<string> Roads, IReadOnlyList<string> Towns, string Park);

/// <summary>The map of 云江市. Codes begin with 99, which GB/T 2260 gives to nobody.</summary>
public static class Places
{
    public const string CityCode = "990100";
    public const string City = "云江市";

    public static readonly IReadOnlyList<County> Counties =
    [
        new("990102", "云岭区", 72, ["云岭大道", "学院路", "望江路", "丹桂路", "松月街", "书院路", "科创路", "北山路"], ["云岭街道", "书院街道", "北山街道", "枫林街道"], "云江科技城"),
        new("990103", "临江区", 70, ["临江大道", "滨江路", "船厂路", "海潮路", "港前路", "望潮街", "锦帆路", "创业路"], ["临江街道", "潮音街道", "港前街道", "沙洲镇"], "临江经济开发区"),
        new("990181", "金渡市", 58, ["金渡大道", "渡口路", "锦绣路", "工业大道", "五金路", "兴业路", "石桥路"], ["金渡街道", "渡口镇", "锦溪镇", "石桥镇", "凤凰镇"], "金渡五金产业园"),
        new("990121", "青溪县", 38, ["青溪路", "茶香路", "桃源路", "溪滨路", "竹海路"], ["青溪镇", "茶坪镇", "桃源乡", "竹坞镇"], "青溪生态工业园"),
        new("990122", "白塔县", 34, ["白塔路", "塔前街", "橘园路", "滨湖路", "机械路"], ["白塔镇", "塔前镇", "橘洲镇", "湖山乡"], "白塔县工业园区"),
        new("990123", "石梁县", 28, ["石梁路", "飞瀑路", "高山路", "新城路", "药谷路"], ["石梁镇", "飞瀑乡", "高坪镇", "药田镇"], "石梁县产业集聚区"),
    ];

    public static County Find(string code) => Counties.First(county => county.Code == code);
}
