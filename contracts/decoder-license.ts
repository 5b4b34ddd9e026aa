/**
 * Key or URL of the license that lies beside a mask decoder.
 * @example licenseOf('https://example.com/public/sam3-decoder.onnx') // 'https://example.com/public/sam3-decoder.LICENSE.txt'
 */
export function licenseOf(decoder: string): string {
  return `${decoder.replace(/\.onnx$/, '')}.LICENSE.txt`;
}
