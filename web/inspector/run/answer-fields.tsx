import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { isJson } from '#state-machines/asl/json.ts';
import { uploadTexts } from '../view/upload-texts.ts';
import type { Answer } from './answer-dialog.tsx';

interface FieldsProps {
  readonly answer: Answer;
  readonly onChange: (changes: Partial<Answer>) => void;
}

const qualities = [
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
];

export function MaskFields({ answer: { mask, quality }, onChange }: FieldsProps) {
  return (
    <SpaceBetween size="m">
      <FormField
        label="Mask"
        description="It is handed in in the name of the session's owner and checked as theirs would be."
        constraintText="A PNG as large as the photo: white is the object, black the rest."
      >
        <FileUpload
          accept="image/png"
          value={mask === undefined ? [] : [mask]}
          onChange={({ detail }) => onChange({ mask: detail.value[0] })}
          showFileSize
          showFileThumbnail
          i18nStrings={uploadTexts('Choose a PNG')}
        />
      </FormField>
      <FormField label="Quality of the model">
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
      description="The task succeeds with it, as if its service had answered (SendTaskSuccess)."
      errorText={isJson(output) ? '' : 'This is no JSON yet.'}
    >
      <Textarea value={output} rows={6} onChange={({ detail }) => onChange({ output: detail.value })} />
    </FormField>
  );
}

export function FailureFields({ answer: { error, cause }, onChange }: FieldsProps) {
  return (
    <SpaceBetween size="m">
      <FormField label="Error" description="Retriers and catchers go by its name (SendTaskFailure).">
        <Input value={error} onChange={({ detail }) => onChange({ error: detail.value })} />
      </FormField>
      <FormField label="Cause">
        <Textarea value={cause} rows={3} onChange={({ detail }) => onChange({ cause: detail.value })} />
      </FormField>
    </SpaceBetween>
  );
}
