import FileUpload, { type FileUploadProps } from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { isJson } from '#state-machines/asl/json.ts';

/** The operator's input. */
export interface Answer {
  readonly kind: 'mask' | 'success' | 'failure';
  readonly mask: File | undefined;
  readonly quality: string;
  readonly output: string;
  readonly error: string;
  readonly cause: string;
}

interface FieldsProps {
  readonly answer: Answer;
  readonly onChange: (changes: Partial<Answer>) => void;
}

const qualities = [
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
];

const uploadTexts: FileUploadProps.I18nStrings = {
  uploadButtonText: () => 'Choose a PNG',
  dropzoneText: () => 'Drop the file here',
  removeFileAriaLabel: (_index, name) => `Remove ${name}`,
  errorIconAriaLabel: 'Error',
  warningIconAriaLabel: 'Warning',
  limitShowFewer: 'Show fewer',
  limitShowMore: 'Show more',
};

export function MaskFields({ answer: { mask, quality }, onChange }: FieldsProps) {
  return (
    <SpaceBetween size="m">
      <FormField
        label="Mask"
        description="Submitted on the owner's behalf, with the same checks."
        constraintText="A PNG, WebP or JPEG with the photo's aspect, white for the object and black for the rest."
      >
        <FileUpload
          accept="image/png,image/webp,image/jpeg"
          value={mask === undefined ? [] : [mask]}
          onChange={({ detail }) => onChange({ mask: detail.value[0] })}
          showFileSize
          showFileThumbnail
          i18nStrings={uploadTexts}
        />
      </FormField>
      <FormField label="Model quality">
        <Select
          options={qualities}
          selectedOption={qualities.find(({ value }) => value === quality) ?? null}
          onChange={({ detail }) => onChange({ quality: detail.selectedOption.value ?? quality })}
        />
      </FormField>
    </SpaceBetween>
  );
}

export function OutputField({ answer: { output }, onChange }: FieldsProps) {
  return (
    <FormField
      label="Output"
      description="The task succeeds with this output (SendTaskSuccess)."
      errorText={isJson(output) ? '' : 'Invalid JSON'}
    >
      <Textarea value={output} rows={6} onChange={({ detail }) => onChange({ output: detail.value })} />
    </FormField>
  );
}

export function FailureFields({ answer: { error, cause }, onChange }: FieldsProps) {
  return (
    <SpaceBetween size="m">
      <FormField label="Error" description="Retriers and catchers match this name (SendTaskFailure).">
        <Input value={error} onChange={({ detail }) => onChange({ error: detail.value })} />
      </FormField>
      <FormField label="Cause">
        <Textarea value={cause} rows={3} onChange={({ detail }) => onChange({ cause: detail.value })} />
      </FormField>
    </SpaceBetween>
  );
}
