using QRCoder;

namespace Keguan.Foundation.Documents;

/// <summary>A QR code as a PNG picture, for papers and pages (the address under which a number can be checked).</summary>
public static class QrCode
{
    /// <param name="content">What the code says, usually an address.</param>
    /// <param name="pixelsPerModule">Size of one square; a paper at 30 mm wants about 10.</param>
    public static byte[] Png(string content, int pixelsPerModule = 10)
    {
        // Level Q: a quarter may be covered by a stamp and it still reads.
        using var data = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.Q);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(pixelsPerModule);
    }
}
