using System.Globalization;
using Keguan.Foundation.Codes;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Keguan.Foundation.Calendar;

/// <summary>
/// China's working days: Monday to Friday, less the public holidays, plus the weekend days worked instead, as the State Council's office arranges them each year
/// (definitions/codes/working-days.yaml). In a year that is not in the file only weekends are free; <see cref="Knows"/> tells.
/// </summary>
public sealed class WorkingCalendar
{
    public const string FileName = "working-days.yaml";

    static readonly Lazy<WorkingCalendar> Shared = new(() => Load(Path.Combine(CodeFolder.Find(), FileName)));

    readonly SortedDictionary<int, HolidayNotice> _notices = [];
    readonly Dictionary<DateOnly, Text> _holidays = [];
    readonly HashSet<DateOnly> _worked = [];

    // The days that differ from the plain week, in order, and how many working days they have added or taken up to and including each.
    readonly int[] _exceptions;
    readonly int[] _sums;

    public static WorkingCalendar Default => Shared.Value;

    /// <summary>The calendar of a file's text. Throws with the year and the holiday where the arrangement contradicts itself.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">The file's name, for messages.</param>
    public static WorkingCalendar Parse(string yaml, string name = FileName) => new(yaml, name);

    public static WorkingCalendar Load(string file) => new(File.ReadAllText(file), Path.GetFileName(file));

    WorkingCalendar(string yaml, string name)
    {
        var file = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<CalendarFile>(yaml);
        foreach (var (year, arrangement) in file.Years)
        {
            foreach (var holiday in arrangement.Holidays) Take(year, holiday, name);
            _notices[year] = new HolidayNotice(arrangement.Basis.Number, Day(arrangement.Basis.Date), arrangement.Basis.Title);
        }

        var changes = _holidays.Keys.Where(IsWeekday).Select(day => (Day: day.DayNumber, Change: -1)).Concat(_worked.Select(day => (Day: day.DayNumber, Change: 1))).Order().ToList();
        _exceptions = [.. changes.Select(change => change.Day)];
        _sums = new int[changes.Count];
        for (var i = 0; i < changes.Count; i++) _sums[i] = (i == 0 ? 0 : _sums[i - 1]) + changes[i].Change;
    }

    /// <summary>Whether the holidays of a year are known. A deadline that reaches into an unknown year may move once its notice is out.</summary>
    public bool Knows(int year) => _notices.ContainsKey(year);

    /// <summary>The notice that a year's holidays rest on, with its document number; null for an unknown year.</summary>
    public HolidayNotice? Basis(int year) => _notices.GetValueOrDefault(year);

    public bool IsWorkingDay(DateOnly day) => IsWeekday(day) ? !_holidays.ContainsKey(day) : _worked.Contains(day);

    /// <summary>The holiday that a day off belongs to, or null.</summary>
    public Text? HolidayOn(DateOnly day) => _holidays.TryGetValue(day, out var name) ? name : null;

    /// <summary>Whether a Saturday or Sunday is worked in place of a holiday.</summary>
    public bool IsMakeUpDay(DateOnly day) => _worked.Contains(day);

    /// <summary>The first working day after a day.</summary>
    public DateOnly NextWorkingDay(DateOnly day) => AddWorkingDays(day, 1);

    /// <summary>The day itself if it is worked, otherwise the next working day: how a period that ends on a day off is carried over.</summary>
    public DateOnly OnOrAfter(DateOnly day) => IsWorkingDay(day) ? day : NextWorkingDay(day);

    /// <summary>The day on which the n-th working day after a day falls; the day itself does not count, as in “自受理之日起 15 个工作日”. Negative: before it. Zero: the day itself.</summary>
    public DateOnly AddWorkingDays(DateOnly day, int days)
    {
        var step = Math.Sign(days);
        for (var left = Math.Abs(days); left > 0;)
        {
            day = day.AddDays(step);
            if (IsWorkingDay(day)) left--;
        }
        return day;
    }

    /// <summary>
    /// The working days after the start up to and including the end: from a Friday to the following Monday, one. The same day gives 0; an end before the
    /// start gives the negative number of the way back.
    /// </summary>
    public int WorkingDaysBetween(DateOnly start, DateOnly end) =>
        end < start ? -WorkingDaysBetween(end, start) : Until(end.DayNumber) - Until(start.DayNumber);

    /// <summary>Working days from the beginning of the calendar up to and including a day. Day number 0, 0001-01-01, is a Monday.</summary>
    int Until(int day)
    {
        var weekdays = (day + 1) / 7 * 5 + Math.Min((day + 1) % 7, 5);
        var at = Array.BinarySearch(_exceptions, day);
        if (at < 0) at = ~at - 1;
        return weekdays + (at < 0 ? 0 : _sums[at]);
    }

    void Take(int year, CalendarHoliday holiday, string name)
    {
        var (from, to) = (Day(holiday.From), Day(holiday.To));
        var work = holiday.Work.Select(Day).ToList();
        Require(from <= to && to.DayNumber - from.DayNumber < 15, "from/to are the wrong way round or too far apart");
        Require(from.Year == year || from.Year == year - 1, "does not begin in its year");

        var weekdaysOff = 0;
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            Require(_holidays.TryAdd(day, new Text(holiday.Zh, holiday.En)), $"{Show(day)} belongs to two holidays");
            if (IsWeekday(day)) weekdaysOff++;
        }
        foreach (var day in work)
        {
            Require(!IsWeekday(day), $"{Show(day)} is worked, but is no Saturday or Sunday");
            Require(!_holidays.ContainsKey(day) && _worked.Add(day), $"{Show(day)} is both off and worked, or named twice");
        }
        Require(weekdaysOff - work.Count == holiday.Days, $"{weekdaysOff} weekdays off less {work.Count} weekend days worked are not the {holiday.Days} statutory days");

        void Require(bool holds, string what)
        {
            if (!holds) throw new FormatException($"{name}: {year} {holiday.Zh}: {what}.");
        }
    }

    static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Show(DateOnly day) => ChinaTime.Day(day);
}

/// <summary>The notice that arranges a year's holidays.</summary>
/// <param name="Number">Its document number 文号.</param>
public sealed record HolidayNotice(string Number, DateOnly Date, string Title);
