using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Statistics.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Observations;

/// <summary>Records an observation, or revises one by a further one.</summary>
[Needs(Permissions.ObservationsManage)]
public sealed class AddModel(Observing observing, IndicatorCatalogue catalogue, HomeArea home) : KeguanPage
{
    public sealed class Fields
    {
        public string? Indicator { get; set; }
        public string? Period { get; set; }
        public string? Area { get; set; }
        public string? Value { get; set; }
        public bool Provisional { get; set; }
        public bool Garbled { get; set; }
        [MaxLength(Observation.AsReadMax)] public string? AsRead { get; set; }
        [MaxLength(Observation.DocumentMax)] public string? Document { get; set; }
        public DateOnly? DocumentOn { get; set; }
        [MaxLength(Observation.PageMax)] public string? Page { get; set; }
        [MaxLength(Observation.NoteMax)] public string? Note { get; set; }
        [MaxLength(Observation.NoteMax)] public string? Explanation { get; set; }
        [MaxLength(Observation.NoteMax)] public string? Reason { get; set; }
    }

    [BindProperty] public Fields Input { get; set; } = new();

    /// <summary>The observation that is revised.</summary>
    [BindProperty(SupportsGet = true, Name = "revises")] public Guid? Revises { get; set; }

    [BindProperty(SupportsGet = true, Name = "indicator")] public string? Asked { get; set; }

    public Observation? Earlier { get; private set; }
    public Known? Known { get; private set; }
    public string Scope { get; private set; } = "";
    public IEnumerable<Choice> Choices => catalogue.All.Where(known => known.One.Kind == IndicatorKind.Observed).OrderBy(known => known.Order).Select(known => new Choice(known.One.Id, known.One.Label));
    public IEnumerable<Choice> AreaChoices => home.Parts.Concat(home.Own.Ancestors.Reverse()).Select(item => new Choice(item.Code, item.Name));

    protected internal override async Task<bool> LoadAsync()
    {
        if (Revises is { } id)
        {
            if (await Db.Observations().VisibleTo(Actor).FirstOrDefaultAsync(one => one.Id == id, Cancel) is not { } earlier || catalogue.Find(earlier.Indicator) is not { } known) return false;
            (Earlier, Known) = (earlier, known);
            Scope = $"{Exports.Period.Parse(earlier.Period).Words}{(earlier.Area.Length > 0 ? " " + CodeTables.Default.Areas.NameOf(earlier.Area) : "")}";
        }
        else if (Asked is { } asked && HttpMethods.IsGet(Request.Method))
        {
            Known = catalogue.Find(asked);
            Input.Indicator = asked;
        }
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var period = default(Period);
        if (Earlier is null)
        {
            if (string.IsNullOrEmpty(Input.Indicator)) Wrong("Input.Indicator", T("请选择指标", "Choose an indicator"));
            if (!Exports.Period.TryParse(Input.Period, out period)) Wrong("Input.Period", T("期间应写成 2017、2019H1、2019Q3、2019-05 或 2019-05-12", "Write the period as 2017, 2019H1, 2019Q3, 2019-05 or 2019-05-12"));
        }
        else period = Exports.Period.Parse(Earlier.Period);
        if (!ObservedNumber.TryRead(Input.Value, out var value, out var hedge, out var error)) Wrong("Input.Value", error);
        if (string.IsNullOrWhiteSpace(Input.Document)) Wrong("Input.Document", T("请写明来源文件", "Name the document"));
        if (Input.DocumentOn is null) Wrong("Input.DocumentOn", T("请填写文件日期", "Enter the day of the document"));
        else if (Input.DocumentOn > ChinaTime.DayOf(Now)) Wrong("Input.DocumentOn", T("文件日期不能晚于今天", "The document can't be dated after today"));
        if (Input.Garbled && string.IsNullOrWhiteSpace(Input.AsRead)) Wrong("Input.AsRead", T("原文不清时须写下原文的样子", "Where the source is unclear, write down what it looks like"));
        if (Earlier is not null && string.IsNullOrWhiteSpace(Input.Reason)) Wrong("Input.Reason", T("请写明修订理由", "Say why it is revised"));
        if (!ModelState.IsValid) return await Invalid();

        var made = new Observation
        {
            Indicator = Earlier?.Indicator ?? Input.Indicator!, Period = period.Code, Until = period.Until, Area = Earlier?.Area ?? Input.Area ?? "", Micro = (long)(value * Observed.Scale), Hedge = hedge, AsRead = Input.AsRead?.Trim() ?? "", Garbled = Input.Garbled,
            Document = Input.Document!.Trim(), Page = Input.Page?.Trim() ?? "", DocumentOn = Input.DocumentOn!.Value, Note = Input.Note?.Trim() ?? "", Explanation = Input.Explanation?.Trim() ?? "", RecordedAt = Now, Revises = Earlier?.Id,
        };
        if (Earlier is null) await observing.RecordAsync(made, Input.Provisional, Cancel);
        else
        {
            // The place must be free before it is taken again: the database holds one standing value each.
            await Db.InTransactionAsync(async () =>
            {
                observing.Revise(Earlier, made, Input.Provisional, Input.Reason!);
                await Db.SaveChangesAsync(Cancel);
            }, Cancel);
            return Done(T("已修订", "Revised"), $"/statistics/observations/{made.Id}");
        }
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已登记", "Recorded"), $"/statistics/observations/{made.Id}");
    }
}
