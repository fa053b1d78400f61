"""Start Keras for a command without what TensorFlow's libraries say of themselves as they load."""

import os


def start_keras() -> None:
    """Import Keras and have it look for devices, standard error being nowhere meanwhile.

    Those lines come from compiled code before any setting is read; what fails still raises.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        import keras

        keras.distribution.list_devices()
        keras.ops.zeros((1,))
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
