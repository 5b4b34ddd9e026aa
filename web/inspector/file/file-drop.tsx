import FileDropzone from '@cloudscape-design/components/file-dropzone';
import FileInput from '@cloudscape-design/components/file-input';
import SpaceBetween from '@cloudscape-design/components/space-between';

/** Accepts dropped and chosen files. */
export function FileDrop({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  return (
    <FileDropzone onChange={({ detail }) => onFiles(detail.value)}>
      <SpaceBetween size="xs" alignItems="center">
        <FileInput
          multiple
          value={[]}
          accept=".json,application/json"
          ariaLabel="Choose a history or a definition"
          onChange={({ detail }) => onFiles(detail.value)}
        >
          Choose files
        </FileInput>
        <span>or drop a history or a definition (ASL) here</span>
      </SpaceBetween>
    </FileDropzone>
  );
}
