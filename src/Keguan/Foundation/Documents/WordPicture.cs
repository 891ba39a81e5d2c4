using System.Buffers.Binary;
using System.Globalization;
using A = DocumentFormat.OpenXml.Drawing;
using D = DocumentFormat.OpenXml.Drawing.Wordprocessing;
using P = DocumentFormat.OpenXml.Drawing.Pictures;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Keguan.Foundation.Documents;

/// <summary>The long-winded way in which Word wants a picture to be placed.</summary>
internal static class WordPicture
{
    const long EmuPerMillimetre = 36_000;

    public static string Relation(int number) => string.Create(CultureInfo.InvariantCulture, $"picture{number}");

    public static W.Paragraph Paragraph(byte[] png, int number, double millimetres, string description)
    {
        // Width and height stand at fixed places in a PNG's first chunk.
        var pixelsWide = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        var pixelsHigh = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
        var width = (long)(millimetres * EmuPerMillimetre);
        var height = width * pixelsHigh / pixelsWide;
        var name = Relation(number);

        var picture = new P.Picture(
            new P.NonVisualPictureProperties(
                new P.NonVisualDrawingProperties { Id = (uint)number, Name = name, Description = description },
                new P.NonVisualPictureDrawingProperties()),
            new P.BlipFill(new A.Blip { Embed = name }, new A.Stretch(new A.FillRectangle())),
            new P.ShapeProperties(
                new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = width, Cy = height }),
                new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle }));

        var inline = new D.Inline(
            new D.Extent { Cx = width, Cy = height },
            new D.DocProperties { Id = (uint)number, Name = name, Description = description },
            new A.Graphic(new A.GraphicData(picture) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
        { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 };

        return new W.Paragraph(
            new W.ParagraphProperties(new W.ParagraphStyleId { Val = WordStyles.Fine }, new W.Justification { Val = W.JustificationValues.Center }),
            new W.Run(new W.Drawing(inline)));
    }
}
