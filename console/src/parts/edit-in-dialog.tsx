import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Pencil, Plus } from "lucide-react";
import type { ReactNode } from "react";

/** A small button that opens a form: a pencil for what is there, a plus for what is not yet. */
export function EditInDialog(given: {
  label: string;
  title: string;
  isNew: boolean;
  form: (close: () => void) => ReactNode;
}) {
  const [opened, dialog] = useDisclosure(false);
  const Icon = given.isNew ? Plus : Pencil;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon aria-hidden size={14} />}
        onClick={dialog.open}
      >
        {given.label}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={given.title} size="lg">
        {given.form(dialog.close)}
      </Modal>
    </>
  );
}
