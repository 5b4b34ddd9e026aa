import { useRef } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';

interface UploadedMaskChoiceProps {
  readonly onFile: (file: File) => void;
}

export function UploadedMaskChoice({ onFile }: UploadedMaskChoiceProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button kind="quiet" onClick={() => input.current?.click()}>
        <Icon name="upload" /> Upload a mask
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/png,image/webp,image/jpeg"
        hidden
        aria-label="Mask, white on the object: a PNG, WebP or JPEG with the photo's aspect"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}
