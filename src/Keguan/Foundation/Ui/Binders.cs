using System.Globalization;
using Keguan.Foundation.Calendar;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>A `long` or `long?` in 分 that is typed in 万元: `[Wan] public long? AskedFen { get; set; }`.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class WanAttribute() : ModelBinderAttribute(typeof(WanBinder));

/// <summary>A `DateTime` in UTC that is typed as China's wall clock: `[ChinaClock] public DateTime? Opens { get; set; }`.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ChinaClockAttribute() : ModelBinderAttribute(typeof(ChinaClockBinder));

public sealed class WanBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        if (!Typed.Take(bindingContext, out var typed)) return Task.CompletedTask;
        if (Money.TryParseWan(typed, out var fen, out var error)) bindingContext.Result = ModelBindingResult.Success(fen);
        else bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, error.ToString());
        return Task.CompletedTask;
    }
}

public sealed class ChinaClockBinder : IModelBinder
{
    static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-M-d H:mm"];

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        if (!Typed.Take(bindingContext, out var typed)) return Task.CompletedTask;
        if (DateTime.TryParseExact(typed, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) bindingContext.Result = ModelBindingResult.Success(ChinaTime.FromLocal(local));
        else bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, T("时间的写法应为 2026-11-30 17:00", "Write the time like 2026-11-30 17:00").ToString());
        return Task.CompletedTask;
    }
}

static class Typed
{
    /// <summary>What was typed; false where nothing was, which [Required] or the type then judges.</summary>
    public static bool Take(ModelBindingContext context, out string typed)
    {
        var sent = context.ValueProvider.GetValue(context.ModelName);
        typed = sent.FirstValue?.Trim() ?? "";
        if (sent == ValueProviderResult.None) return false;
        context.ModelState.SetModelValue(context.ModelName, sent);
        if (typed.Length > 0) return true;
        if (context.ModelMetadata.IsReferenceOrNullableType) context.Result = ModelBindingResult.Success(null);
        else context.ModelState.TryAddModelError(context.ModelName, T("请填写", "Fill this in").ToString());
        return false;
    }
}
