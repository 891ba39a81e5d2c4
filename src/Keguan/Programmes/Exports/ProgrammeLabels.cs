using Keguan.Foundation;
using Keguan.Programmes.Definitions;

namespace Keguan.Programmes.Exports;

/// <summary>Words for the dimensions of postings that programmes write.</summary>
public static class ProgrammeLabels
{
    public static Text Programme(string key) => ProgrammeWords.Programme(key);

    public static Text Category(string key) => ProgrammeWords.Category(key);
}
