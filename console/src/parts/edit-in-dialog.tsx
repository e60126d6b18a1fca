import { Button, Modal, type ModalProps } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type LucideIcon, Pencil, Plus } from "lucide-react";
import type { ReactNode } from "react";

type Dialog = {
  label: string;
  title: string;
  /** What stands in the dialog while it is open, and no longer. */
  form: (close: () => void) => ReactNode;
};

type InDialogProps = Dialog & { icon: LucideIcon; look?: Pick<ModalProps, "size" | "centered"> };

/** A small button that opens a dialog. */
export function InDialog({ label, title, icon: Icon, look = { size: "lg" }, form }: InDialogProps) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon aria-hidden size={14} />}
        onClick={dialog.open}
      >
        {label}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={title} {...look}>
        {form(dialog.close)}
      </Modal>
    </>
  );
}

/** One that opens a form: a pencil for what is there, a plus for what is not yet. */
export function EditInDialog({ isNew, ...dialog }: Dialog & { isNew: boolean }) {
  return <InDialog {...dialog} icon={isNew ? Plus : Pencil} />;
}
