using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Keguan.Foundation.Pages;

/// <summary>The sentence on top of the next page.</summary>
public static class Flash
{
    public const string SuccessKey = "flash.success";
    public const string WarningKey = "flash.warning";
    public const string ErrorKey = "flash.error";

    public static void Success(ITempDataDictionary data, Text text) => data[SuccessKey] = text.ToString();
    public static void Warning(ITempDataDictionary data, Text text) => data[WarningKey] = text.ToString();
    public static void Error(ITempDataDictionary data, Text text) => data[ErrorKey] = text.ToString();
}
