using Mono.Cecil;

namespace DealInsights.ArchitectureTests;

/// <summary>Finds the types of one module that a type uses.</summary>
/// <param name="module">The module; types of others are left out.</param>
internal sealed class TypeUses(ModuleDefinition module)
{
    private readonly HashSet<TypeDefinition> _found = [];

    /// <summary>Returns the types that a type uses, without those that its nested types use.</summary>
    public IReadOnlyCollection<TypeDefinition> Of(TypeDefinition type)
    {
        Add(type.BaseType);
        type.Interfaces.ToList().ForEach(implemented => Add(implemented.InterfaceType));
        AddAttributes(type);
        AddConstraints(type);
        foreach (var field in type.Fields)
        {
            Add(field.FieldType);
            AddAttributes(field);
        }

        type.Properties.ToList().ForEach(AddAttributes);
        type.Methods.ToList().ForEach(AddMethod);

        return _found;
    }

    private void AddMethod(MethodDefinition method)
    {
        Add(method.ReturnType);
        AddAttributes(method);
        AddConstraints(method);
        foreach (var parameter in method.Parameters)
        {
            Add(parameter.ParameterType);
            AddAttributes(parameter);
        }

        if (!method.HasBody)
        {
            return;
        }

        method.Body.Variables.ToList().ForEach(variable => Add(variable.VariableType));
        method.Body.ExceptionHandlers.ToList().ForEach(handler => Add(handler.CatchType));
        method.Body.Instructions.ToList().ForEach(instruction => AddOperand(instruction.Operand));
    }

    private void AddOperand(object? operand)
    {
        switch (operand)
        {
            case TypeReference type:
                Add(type);
                break;
            case MemberReference member:
                Add(member.DeclaringType);
                if (member is MethodReference method)
                {
                    Add(method.ReturnType);
                    method.Parameters.ToList().ForEach(parameter => Add(parameter.ParameterType));
                    (member as GenericInstanceMethod)?.GenericArguments.ToList().ForEach(Add);
                }
                else if (member is FieldReference field)
                {
                    Add(field.FieldType);
                }

                break;
        }
    }

    private void AddAttributes(ICustomAttributeProvider provider)
    {
        foreach (var attribute in provider.CustomAttributes)
        {
            Add(attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments)
            {
                Add(argument.Value as TypeReference);
            }
        }
    }

    private void AddConstraints(IGenericParameterProvider provider)
    {
        foreach (var constraint in provider.GenericParameters.SelectMany(parameter => parameter.Constraints))
        {
            Add(constraint.ConstraintType);
        }
    }

    private void Add(TypeReference? type)
    {
        if (type is GenericInstanceType generic)
        {
            generic.GenericArguments.ToList().ForEach(Add);
        }

        var element = type?.GetElementType();
        if (element is { IsGenericParameter: false } && element.Scope == module && element.Resolve() is { } definition)
        {
            _found.Add(definition);
        }
    }
}
