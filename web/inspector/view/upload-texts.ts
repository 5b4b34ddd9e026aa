import type { FileUploadProps } from '@cloudscape-design/components/file-upload';

export function uploadTexts(button: string): FileUploadProps.I18nStrings {
  return {
    uploadButtonText: () => button,
    dropzoneText: () => 'Drop it here',
    removeFileAriaLabel: (_index, name) => `Remove ${name}`,
    errorIconAriaLabel: 'Error',
    warningIconAriaLabel: 'Warning',
    limitShowFewer: 'Fewer',
    limitShowMore: 'More',
  };
}
