using Keguan.Foundation.Data;
using Keguan.Foundation.Numbering;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Numbering;

public abstract class NumbersTests(City city) : CityTests(city)
{
    const string Pattern = "YKJ{year}-{n:4}";
    static readonly DateOnly Day = new(2026, 11, 18);

    /// <summary>A series of its own for each test: they share the city.</summary>
    readonly string _series = "test-" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Numbers_run_from_one_in_each_year_and_each_series()
    {
        Assert.Equal("YKJ2026-0001", await Next(Day));
        Assert.Equal("YKJ2026-0002", await Next(Day));
        Assert.Equal("YKJ2027-0001", await Next(Day.AddYears(1)));
        Assert.Equal("YKJ2026-0003", await Next(Day));
        Assert.Equal("YKJ2026-0001", await City.Ask((Numbers numbers) => numbers.Next(_series + "b", Pattern, Day, cancel: Cancel)));
        Assert.Equal(3, await City.Ask((Numbers numbers) => numbers.Last(_series, "2026", Cancel)));
        Assert.Equal(0, await City.Ask((Numbers numbers) => numbers.Last(_series, "2031", Cancel)));
    }

    [Fact]
    public async Task A_scope_of_ones_own_counts_on_its_own()
    {
        Assert.Equal("YKJ2026-0001", await City.Ask((Numbers numbers) => numbers.Next(_series, Pattern, Day, "重点研发", Cancel)));
        Assert.Equal("YKJ2026-0001", await City.Ask((Numbers numbers) => numbers.Next(_series, Pattern, Day, "软科学", Cancel)));
        Assert.Equal("YKJ2026-0002", await City.Ask((Numbers numbers) => numbers.Next(_series, Pattern, Day, "软科学", Cancel)));
    }

    [Fact]
    public async Task A_batch_gets_its_numbers_in_a_row()
    {
        await Next(Day);
        Assert.Equal(["YKJ2026-0002", "YKJ2026-0003", "YKJ2026-0004"], await City.Ask((Numbers numbers) => numbers.Next(_series, Pattern, Day, 3, cancel: Cancel)));
        Assert.Equal("YKJ2026-0005", await Next(Day));
    }

    [Fact]
    public async Task A_number_goes_back_when_what_should_bear_it_was_not_saved()
    {
        await Next(Day);
        await Assert.ThrowsAsync<InvalidOperationException>(() => InTransaction(async numbers =>
        {
            Assert.Equal("YKJ2026-0002", await numbers.Next(_series, Pattern, Day, cancel: Cancel));
            throw new InvalidOperationException("saving failed");
        }));
        Assert.Equal("YKJ2026-0002", await Next(Day));
    }

    [Fact]
    public async Task A_series_goes_on_after_what_was_imported_and_never_back()
    {
        await City.Do((Numbers numbers) => numbers.GoOnAfter(_series, "2026", 343, Cancel));
        Assert.Equal("YKJ2026-0344", await Next(Day));
        await City.Do((Numbers numbers) => numbers.GoOnAfter(_series, "2026", 12, Cancel));
        Assert.Equal("YKJ2026-0345", await Next(Day));
    }

    [Fact]
    public async Task However_many_submit_at_once_nobody_gets_the_number_of_another_and_none_is_left_out()
    {
        const int people = 16, each = 25;
        var given = await Task.WhenAll(Enumerable.Range(0, people).Select(person => Task.Run(async () =>
        {
            var mine = new List<string>();
            for (var i = 0; i < each; i++)
            {
                // Every fifth fails after it has got its number: the next gets it.
                var fails = (person + i) % 5 == 0;
                try
                {
                    await InTransaction(async numbers =>
                    {
                        var number = await numbers.Next(_series, Pattern, Day, cancel: Cancel);
                        await Task.Yield();
                        if (fails) throw new InvalidOperationException("saving failed");
                        mine.Add(number);
                    });
                }
                catch (InvalidOperationException) when (fails) { }
            }
            return mine;
        }, Cancel)));
        var all = given.SelectMany(numbers => numbers).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(people * each * 4 / 5, all.Count);
        Assert.Equal(Enumerable.Range(1, all.Count).Select(n => $"YKJ2026-{n:0000}"), all);
    }

    Task<string> Next(DateOnly day) => City.Ask((Numbers numbers) => numbers.Next(_series, Pattern, day, cancel: Cancel));

    async Task InTransaction(Func<Numbers, Task> work)
    {
        await using var scope = City.ScopeOf();
        var numbers = scope.ServiceProvider.GetRequiredService<Numbers>();
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().InTransactionAsync(() => work(numbers), Cancel);
    }
}

public sealed class NumbersTestsOnSqlite(Sqlite city) : NumbersTests(city), IClassFixture<Sqlite>;

public sealed class NumbersTestsOnPostgres(Postgres city) : NumbersTests(city), IClassFixture<Postgres>;
