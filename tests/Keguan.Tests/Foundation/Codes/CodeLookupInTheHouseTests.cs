using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Codes;

/// <summary>The same lookup where it lives: pickers also stand on pages that are open to everybody.</summary>
public sealed class CodeLookupInTheHouseTests(Sqlite city) : CityTests(city), IClassFixture<Sqlite>
{
    [Fact]
    public async Task The_public_may_look_up_codes()
    {
        using var visitor = City.Public();
        (await visitor.Get("/codes/industries?q=2641")).Ok().Says("C2641 涂料制造");
        (await visitor.Get("/codes/disciplines?q=430&level=1&lang=en")).Ok().Says("430 Materials science").SaysNot("材料");
    }

    [Fact]
    public void Tables_and_calendar_are_there_for_whoever_asks()
    {
        Assert.NotNull(City.Services.GetRequiredService<CodeTables>().Areas.Find("990181"));
        Assert.True(City.Services.GetRequiredService<WorkingCalendar>().Knows(2026));
    }
}
