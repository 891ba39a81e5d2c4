namespace Keguan.Foundation.Calendar;

/// <summary>working-days.yaml as it is written; <see cref="WorkingCalendar"/> checks and uses it.</summary>
sealed class CalendarFile
{
    public Dictionary<int, CalendarYear> Years { get; set; } = [];
}

sealed class CalendarYear
{
    public CalendarBasis Basis { get; set; } = new();
    public List<CalendarHoliday> Holidays { get; set; } = [];
}

sealed class CalendarBasis
{
    public string Number { get; set; } = "";
    public string Date { get; set; } = "";
    public string Title { get; set; } = "";
}

sealed class CalendarHoliday
{
    public string Zh { get; set; } = "";
    public string En { get; set; } = "";
    public string From { get; set; } = "";
    public string To { get; set; } = "";
    public List<string> Work { get; set; } = [];
    public int Days { get; set; }
}
